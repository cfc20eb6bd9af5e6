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

inline ProtoBytes onnxTensor(const std::string& name, const std::vector<std::uint64_t>& dims,
                             const std::vector<float>& values) {
  base::Bytes raw(values.size() * sizeof(float));
  std::memcpy(raw.data(), values.data(), raw.size());
  ProtoBytes tensor;
  for (const std::uint64_t dim : dims) tensor.number(1, dim);
  return tensor.number(2, 1).text(8, name).bytes(9, raw);
}

inline ProtoBytes onnxNode(const char* kind, const std::vector<std::string>& inputs, const std::string& output) {
  ProtoBytes node;
  for (const std::string& input : inputs) node.text(1, input);
  return node.text(2, output).text(3, "make " + output).text(4, kind);
}

inline base::Bytes onnxModel(const ProtoBytes& graph) {
  ProtoBytes model;
  return model.number(1, 6).part(7, graph).part(8, ProtoBytes().text(1, "").number(2, 11)).out();
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
  ProtoBytes convolution = onnxNode("Conv", {"data", "weights"}, "maps");
  convolution.part(5, onnxNumbers("kernel_shape", {kSide, kSide})).part(5, onnxNumbers("strides", {kSide, kSide}));
  ProtoBytes graph;
  graph.part(1, convolution).part(1, onnxNode("Flatten", {"maps"}, "fc1")).text(2, "tiny");
  graph.part(5, onnxTensor("weights", {filters, 3, kSide, kSide}, weights));
  graph.part(11, onnxShape("data", {1, 3, 112, 112})).part(12, onnxShape("fc1", {1, filters * 64}));
  return onnxModel(graph);
}

// The outputs of YuNet's model of 2021-2022 (places, confidences, overlaps for each anchor of four scales, as
// cv::FaceDetectorYN of OpenCV 4.6 reads them), where whatever is bright is a face.
class BrightYunet {
 public:
  static base::Bytes bytes() {
    BrightYunet net;
    net.head("loc", 14);
    net.head("conf", 2);
    net.head("iou", 1);
    net.graph_.text(2, "bright").part(11, onnxShape("input", {1, 3, 240, 320}));
    return onnxModel(net.graph_);
  }

 private:
  void head(const std::string& name, std::uint64_t values) {
    struct Scale {
      std::uint64_t stride;
      std::uint64_t anchors;
    };
    ProtoBytes shape;  // -1, values
    base::Bytes dims(16, 0xFF);
    for (std::size_t i = 0; i < 8; ++i) dims[8 + i] = static_cast<std::uint8_t>(values >> (8 * i));
    graph_.part(5, shape.number(1, 2).number(2, 7).text(8, name + "-shape").bytes(9, dims));
    std::vector<std::string> parts;
    for (const Scale& scale : {Scale{8, 3}, Scale{16, 2}, Scale{32, 2}, Scale{64, 3}}) {
      const std::string part = name + std::to_string(scale.stride);
      convolve(part, name, scale.stride, scale.anchors * values, values);
      graph_.part(1,
                  onnxNode("Transpose", {part + "-maps"}, part + "-last").part(5, onnxNumbers("perm", {0, 2, 3, 1})));
      graph_.part(1, onnxNode("Reshape", {part + "-last", name + "-shape"}, part + "-rows"));
      parts.push_back(part + "-rows");
    }
    const ProtoBytes axis = ProtoBytes().text(1, "axis").number(3, 0).number(20, 2);
    graph_.part(1, onnxNode("Concat", parts, name).part(5, axis)).part(12, onnxShape(name.c_str(), {1, values}));
  }

  // Confidence: how bright the part is, 0 to 1. Overlap: 1. Places: those of the anchors.
  void convolve(const std::string& part, const std::string& head, std::uint64_t stride, std::uint64_t channels,
                std::uint64_t values) {
    const std::uint64_t area = 3 * stride * stride;
    std::vector<float> weights(channels * area, 0);
    std::vector<float> bias(channels, head == "iou" ? 1.0F : 0.0F);
    for (std::uint64_t channel = 0; channel < channels && head == "conf"; ++channel) {
      if (channel % values != 1) continue;
      for (std::uint64_t i = 0; i < area; ++i) weights[channel * area + i] = 1 / (255.0F * static_cast<float>(area));
    }
    ProtoBytes node = onnxNode("Conv", {"input", part + "-weights", part + "-bias"}, part + "-maps");
    node.part(5, onnxNumbers("kernel_shape", {stride, stride})).part(5, onnxNumbers("strides", {stride, stride}));
    graph_.part(1, node).part(5, onnxTensor(part + "-weights", {channels, 3, stride, stride}, weights));
    graph_.part(5, onnxTensor(part + "-bias", {channels}, bias));
  }

  ProtoBytes graph_;
};

}  // namespace vigie::vision::test
