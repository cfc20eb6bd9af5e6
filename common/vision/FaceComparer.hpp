// Says how unlike two faces are, for one question only: is this the person who sat here before the break? Features
// live in the memory of the pipeline that asked and go with it; nothing writes them anywhere, and no name belongs to
// them. Only used when an administrator gave the model and turned the comparison on (Models.hpp).
// Ownership: the caller's. Thread: one at a time. The same pixels give the same features. Never throws.
#pragma once

#include <string>
#include <vector>

#include "common/vision/Frame.hpp"

namespace vigie::vision {

class FaceComparer {
 public:
  using Features = std::vector<float>;

  virtual ~FaceComparer() = default;
  // `face`: where it is in `frame`. False: no features, because the face does not show well enough.
  virtual bool measure(const FrameView& frame, const Box& face, Features& out) = 0;
  virtual float difference(const Features& left, const Features& right) const = 0;  // 0 same; see limit()
  virtual float limit() const = 0;                                                  // above: another person
  virtual std::string name() const = 0;
};

}  // namespace vigie::vision
