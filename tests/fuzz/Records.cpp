// A journal's record, as rot or an insider may leave it.
#include "common/exam/Records.hpp"
#include "Target.hpp"
#include "common/journal/Chain.hpp"

using namespace vigie;

namespace {

template <class Content>
void payloadIsStable(const base::Result<Content>& content) {
  if (!content) return;
  const base::Bytes again = exam::payloadOf(*content);
  fuzz::expect(exam::payloadOf(*content) == again, "a payload is written in one form");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::ByteView blob(data, size);
  const auto record = journal::decode(blob);
  if (!record) return 0;
  const base::Bytes again = journal::encode(*record);
  fuzz::expect(std::equal(again.begin(), again.end(), blob.begin(), blob.end()),
               "every accepted blob encodes back to itself");
  journal::ChainVerifier chain(record->stream);
  fuzz::expect(chain.append(blob).has_value() == (record->sequence == 1), "a stream begins with its first record");
  payloadIsStable(exam::readCentreRecord({record->type, record->typeVersion}, record->payload));
  payloadIsStable(exam::readSessionRecord({record->type, record->typeVersion}, record->payload));
  return 0;
}
