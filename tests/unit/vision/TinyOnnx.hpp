// Network files for tests, written byte by byte (onnx.proto of ONNX 1.8): a convolution whose answer has the shape of
// SFace's or any other. What it computes means nothing; that it can be loaded and run, and what it refuses, does.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "common/base/Bytes.hpp"

namespace vigie::vision::test {

class ProtoBytes {
 public:
  ProtoBytes& number(unsigned field, std::uint64_t value) {
    varint(field << 3);
    varint(value);
    return *this;
  }
  ProtoBytes& bytes(unsigned field, base::ByteView content) {
    varint((field << 3) | 2U);
    varint(content.size());
    base::append(out_, content);
    return *this;
  }
  ProtoBytes& text(unsigned field, std::string_view content) { return bytes(field, base::bytesOf(content)); }
  ProtoBytes& part(unsigned field, const ProtoBytes& content) { return bytes(field, content.out_); }
  const base::Bytes& out() const { return out_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_.push_back(static_cast<std::uint8_t>(value | 0x80U));
    out_.push_back(static_cast<std::uint8_t>(value));
  }
  base::Bytes out_;
};

inline ProtoBytes onnxNumbers(const char* name, std::vector<std::uint64_t> values) {
  ProtoBytes attribute;
  attribute.text(1, name);
  for (const std::uint64_t value : values) attribute.number(8, value);
  return attribute.number(20, 7);
}

inline ProtoBytes onnxShape(const char* name, std::vector<std::uint64_t> dims) {
  ProtoBytes shape;
  for (const std::uint64_t dim : dims) shape.part(1, ProtoBytes().number(1, dim));
  return ProtoBytes().text(1, name).part(2, ProtoBytes().part(1, ProtoBytes().number(1, 1).part(2, shape)));
}

// 1x3x112x112 in; out `filters` times 8x8 numbers: how much each part changes from left to right, and downwards.
// Two filters give 128, as SFace does.
inline base::Bytes tinyNetwork(std::uint64_t filters) {
  constexpr int kSide = 14;
  std::vector<float> weights;
  for (std::uint64_t filter = 0; filter < filters; ++filter) {
    for (int i = 0; i < 3 * kSide * kSide; ++i) {
      const int place = filter % 2 == 0 ? i % kSide : i / kSide % kSide;
      weights.push_back(place < kSide / 2 ? 0.01F : -0.01F);
    }
  }
  base::Bytes raw(weights.size() * sizeof(float));
  std::memcpy(raw.data(), weights.data(), raw.size());
  ProtoBytes tensor;
  for (const std::uint64_t dim : {filters, std::uint64_t{3}, std::uint64_t{kSide}, std::uint64_t{kSide}})
    tensor.number(1, dim);
  tensor.number(2, 1).text(8, "weights").bytes(9, raw);
  ProtoBytes convolution;
  convolution.text(1, "data").text(1, "weights").text(2, "maps").text(3, "look").text(4, "Conv");
  convolution.part(5, onnxNumbers("kernel_shape", {kSide, kSide})).part(5, onnxNumbers("strides", {kSide, kSide}));
  ProtoBytes flatten;
  flatten.text(1, "maps").text(2, "fc1").text(3, "flat").text(4, "Flatten");
  ProtoBytes graph;
  graph.part(1, convolution).part(1, flatten).text(2, "tiny").part(5, tensor);
  graph.part(11, onnxShape("data", {1, 3, 112, 112})).part(12, onnxShape("fc1", {1, filters * 64}));
  ProtoBytes model;
  model.number(1, 6).part(7, graph).part(8, ProtoBytes().text(1, "").number(2, 11));
  return model.out();
}

}  // namespace vigie::vision::test
