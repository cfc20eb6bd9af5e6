#include "candidate-client/guard/control/PacketFilterPlace.hpp"

#include <nftables/libnftables.h>

#include <memory>

#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

struct FreeContext {
  void operator()(nft_ctx* context) const { nft_ctx_free(context); }
};

struct Outcome {
  bool done = false;
  std::string output;
  std::string error;
};

Outcome run(const std::string& command) {
  const std::unique_ptr<nft_ctx, FreeContext> context(nft_ctx_new(NFT_CTX_DEFAULT));
  if (!context) return {false, {}, "no context"};
  nft_ctx_output_set_flags(context.get(), NFT_CTX_OUTPUT_STATELESS | NFT_CTX_OUTPUT_NUMERIC_PROTO);
  nft_ctx_buffer_output(context.get());
  nft_ctx_buffer_error(context.get());
  const bool done = nft_run_cmd_from_buffer(context.get(), command.c_str()) == 0;
  return {done, nft_ctx_get_output_buffer(context.get()), nft_ctx_get_error_buffer(context.get())};
}

std::unexpected<base::Error> refused(const Outcome& outcome) {
  return base::fail("filter-refused", "the kernel's packet filter refused: " + std::string(base::trim(outcome.error)));
}

}  // namespace

base::Result<guard::Value> PacketFilterPlace::read(const std::string& target) {
  const Outcome listed = run("list table inet " + target);
  if (listed.done) return guard::Value(base::toBytes(listed.output));
  if (listed.error.find("No such file or directory") != std::string::npos) return guard::Value{};
  return refused(listed);
}

base::Result<void> PacketFilterPlace::write(const std::string& target, const guard::Value& value) {
  // "add" first, so that "delete" finds one: there is no "delete if it is there" in kernels of today.
  std::string command = "add table inet " + target + "\ndelete table inet " + target + "\n";
  if (value) command += base::toString(*value);
  const Outcome done = run(command);
  if (!done.done) return refused(done);
  return {};
}

}  // namespace vigie::control
