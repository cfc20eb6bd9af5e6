// L14: whether this machine's TPM could answer for it. The guard proves, it does not judge: the grade is given by
// whoever asks (attestation/Attestation.hpp), so of itself a guard says "declared" at most.
#pragma once

#include "candidate-client/guard/Control.hpp"
#include "candidate-client/guard/attestation/Tpm.hpp"

namespace vigie::control {

class AttestationControl final : public guard::Control {
 public:
  explicit AttestationControl(attestation::TpmPlace place) : place_(std::move(place)) {}
  guard::ControlId id() const override { return guard::ControlId::attestation; }
  guard::Ability ability() override {
    const auto ready = attestation::tpmReady(place_);
    if (!ready) return {false, false, ready.error().detail};
    return {false, true, "the TPM of this machine can answer for it; the centre gives the grade"};
  }
  base::Result<std::vector<guard::Step>> steps(const guard::Policy&, guard::Mode) override {
    return std::vector<guard::Step>{};
  }
  base::Result<void> start(const guard::Policy&, guard::Mode, const guard::Report&) override { return {}; }
  void stop() override {}

 private:
  attestation::TpmPlace place_;
};

}  // namespace vigie::control
