// Counts what our own code takes from the heap while frames are looked at: nothing, once a size is known. OpenCV's
// libraries take small tables of their own at each call; an allocation is ours when it is asked for from this binary,
// into which the pipeline is linked.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/unit/vision/Scene.hpp"

namespace {

thread_local bool isCounting = false;
thread_local int ours = 0;
thread_local int all = 0;

void count(void* caller) {
  if (!isCounting) return;
  ++all;
  Dl_info asking{};
  Dl_info here{};
  const bool isKnown = dladdr(caller, &asking) != 0 && dladdr(reinterpret_cast<void*>(&count), &here) != 0;
  if (!isKnown || asking.dli_fbase == here.dli_fbase) ++ours;
}

void* take(std::size_t size, void* caller) {
  count(caller);
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return take(size, __builtin_return_address(0));
}
void* operator new[](std::size_t size) {
  return take(size, __builtin_return_address(0));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace vigie::vision::test {
namespace {

class Counted {
 public:
  Counted() {
    ours = 0;
    all = 0;
    isCounting = true;
  }
  ~Counted() { isCounting = false; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
};

struct Sight {
  const char* name;
  std::vector<Person> people;
  SceneSettings settings;
};

class PipelineAllocation : public testing::TestWithParam<Sight> {};

TEST_P(PipelineAllocation, TakesNothingFromTheHeapOnceItIsWarm) {
  const Sight& sight = GetParam();
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 6000, sight.people, sight.settings);
  for (int i = 0; i < 40; ++i, room.nowMs += 200) {
    const FrameView frame = room.scene.draw(sight.people, sight.settings);
    const Counted counted;
    pipeline.look(frame, room.nowMs);
    ASSERT_EQ(ours, 0) << "frame " << i << ", of " << all << " in all";
  }
}

INSTANTIATE_TEST_SUITE_P(Sights, PipelineAllocation,
                         testing::Values(Sight{"onePerson", {Person{}}, {}},
                                         Sight{"twoPeople", {Person{.x = 180}, Person{.x = 460}}, {}},
                                         Sight{"nobody", {}, {}}, Sight{"dimRoom", {Person{}}, {.light = 0.15}},
                                         Sight{"coveredLens", {}, {.isCovered = true}}),
                         [](const auto& info) { return std::string(info.param.name); });

// The counter itself: what this binary asks for is seen.
TEST(AllocationCounter, SeesWhatThisBinaryAsksFor) {
  const Counted counted;
  const std::vector<int> some(100, 1);
  EXPECT_EQ(some.back() + ours, 2);
}

}  // namespace
}  // namespace vigie::vision::test
