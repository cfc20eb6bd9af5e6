#include "candidate-client/guard/control/Programs.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include "candidate-client/guard/control/Processes.hpp"
#include "common/base/Descriptor.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::control {
namespace {

using support::must;

class ProgramsTest : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    const auto path = folder.path() / name;
    must(base::writeFileDurably(path, base::bytesOf(text)));
    return path.string();
  }
  guard::Program program(const std::string& path) { return {path, crypto::sha256(must(base::readFile(path)))}; }
  Verdict judge(const AllowList& list, const std::string& path) {
    const base::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about{};
    fstat(file.get(), &about);
    return list.judge(fileIdOf(about), must(contentDigest(file.get())));
  }
  support::TemporaryFolder folder;
};

TEST_F(ProgramsTest, KnowsAProgramByItsContentAndItsFile) {
  const std::string path = write("client", "the client");
  const AllowList list = AllowList::resolve({program(path)}, {});
  EXPECT_EQ(judge(list, path), Verdict::allowed);
  EXPECT_EQ(judge(list, write("copy", "the client")), Verdict::copied);
  EXPECT_EQ(judge(list, write("other", "something else")), Verdict::unknown);
  std::filesystem::rename(path, folder.path() / "renamed");
  EXPECT_EQ(judge(list, (folder.path() / "renamed").string()), Verdict::allowed) << "a name is nothing";
}

TEST_F(ProgramsTest, SeesAnAllowedFileThatChanged) {
  const std::string path = write("client", "the client");
  const AllowList list = AllowList::resolve({program(path)}, {});
  const base::Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  ASSERT_EQ(::write(file.get(), "!", 1), 1);
  EXPECT_EQ(judge(list, path), Verdict::changed);
}

TEST_F(ProgramsTest, AllowsTheAccommodationsPrograms) {
  const std::string orca = write("orca", "a screen reader");
  EXPECT_EQ(judge(AllowList::resolve({}, {program(orca)}), orca), Verdict::allowed);
  EXPECT_EQ(judge(AllowList::resolve({}, {}), orca), Verdict::unknown);
}

TEST_F(ProgramsTest, LeavesOutAndNamesWhatIsNotAsThePolicySays) {
  const std::string path = write("client", "another version");
  const AllowList list = AllowList::resolve({{path, crypto::Digest{}}, {"/nonexistent", crypto::Digest{}}}, {});
  EXPECT_EQ(list.size(), 0U);
  EXPECT_THAT(list.problems(), testing::ElementsAre(testing::HasSubstr("another content"),
                                                    testing::HasSubstr("/nonexistent is not there")));
}

TEST_F(ProgramsTest, FindsTheLoaderOfADynamicProgram) {
  const AllowList list = AllowList::resolve({program("/proc/self/exe")}, {});
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(judge(list, "/lib64/ld-linux-x86-64.so.2"), Verdict::loader);
}

TEST_F(ProgramsTest, AllowsTheInterpreterOfAnAllowedScriptForThatScriptAlone) {
  const std::string script = write("orca", "#! /bin/sh\nread line\n");
  const AllowList list = AllowList::resolve({}, {program(script)});
  EXPECT_THAT(list.problems(), testing::IsEmpty());
  EXPECT_EQ(judge(list, script), Verdict::allowed);
  EXPECT_EQ(judge(list, "/bin/sh"), Verdict::loader);
  struct stat about{};
  ASSERT_EQ(stat(script.c_str(), &about), 0);
  const auto shell = list.runBy(fileIdOf(about));
  ASSERT_EQ(stat("/bin/sh", &about), 0);
  EXPECT_EQ(shell, fileIdOf(about));
  ASSERT_EQ(stat("/lib64/ld-linux-x86-64.so.2", &about), 0);
  EXPECT_EQ(list.runBy(*shell), fileIdOf(about)) << "and the loader of the interpreter";
}

TEST_F(ProgramsTest, RefusesAScriptWhoseInterpreterIsLookedFor) {
  const AllowList list = AllowList::resolve({program(write("tool", "#!/usr/bin/env python3\n"))}, {});
  EXPECT_EQ(list.size(), 0U);
  EXPECT_THAT(list.problems(), testing::ElementsAre(testing::HasSubstr("env")));
}

// A process that waits until its standard input ends.
class Waiting {
 public:
  explicit Waiting(const std::vector<std::string>& words) {
    std::array<int, 2> in{}, started{};
    EXPECT_EQ(pipe(in.data()), 0);
    EXPECT_EQ(pipe2(started.data(), O_CLOEXEC), 0);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(in[0], 0);
      ::close(in[1]);
      std::vector<char*> texts;
      for (const std::string& one : words) texts.push_back(const_cast<char*>(one.c_str()));
      texts.push_back(nullptr);
      execv(texts[0], texts.data());
      _exit(127);
    }
    ::close(in[0]);
    ::close(started[1]);
    end_ = base::Descriptor(in[1]);
    char byte = 0;
    (void)!::read(started[0], &byte, 1);  // ends when the program has begun
    ::close(started[0]);
  }
  ~Waiting() {
    end_.reset();
    waitpid(pid_, nullptr, 0);
  }
  std::int32_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  base::Descriptor end_;
};

TEST_F(ProgramsTest, KnowsAnInterpreterByWhatItRuns) {
  const std::string script = write("orca", "#!/bin/sh\nread line\n");
  std::filesystem::permissions(script, std::filesystem::perms(0755));
  const std::string own = write("own", "read line\n");
  const AllowList list = AllowList::resolve({}, {program(script)});
  HashCache cache;
  const auto verdictOf = [&](const std::vector<std::string>& words) {
    const Waiting process(words);
    const auto found = programOf(process.pid(), list, cache);
    return found ? found->verdict : Verdict::unknown;
  };
  EXPECT_EQ(verdictOf({script}), Verdict::allowed);
  EXPECT_EQ(verdictOf({"/bin/sh", own}), Verdict::loader);
  EXPECT_EQ(verdictOf({"/bin/sh", "-c", "read line", script}), Verdict::loader) << "named, but not what it runs";
  EXPECT_EQ(verdictOf({"/bin/sh", "-x", script}), Verdict::loader)
      << "with an option that its first line does not have";
}

TEST_F(ProgramsTest, KnowsWhichListOpenedAProgramAndWhoStartedIt) {
  const std::string script = write("orca", "#!/bin/sh\nread line\n");
  std::filesystem::permissions(script, std::filesystem::perms(0755));
  const AllowList list = AllowList::resolve({program("/bin/cat")}, {program(script)});
  HashCache cache;
  const Waiting reader({script});
  const Waiting client({"/bin/cat"});
  EXPECT_EQ(programOf(reader.pid(), list, cache)->openedBy, OpenedBy::accommodation);
  EXPECT_EQ(programOf(client.pid(), list, cache)->openedBy, OpenedBy::exam);
  EXPECT_EQ(programOf(::getpid(), list, cache)->openedBy, std::nullopt);
  EXPECT_EQ(parentOf(reader.pid()), ::getpid());
  EXPECT_THAT(childrenOf(::getpid()), testing::UnorderedElementsAre(reader.pid(), client.pid()));
  EXPECT_EQ(parentOf(-1), 0);
}

TEST_F(ProgramsTest, ReadsAFileAgainWhenItChanged) {
  const std::string path = write("client", "one");
  HashCache cache;
  const base::Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  const auto first = must(cache.digestOf(file.get()));
  EXPECT_EQ(first, crypto::sha256(base::bytesOf("one")));
  ASSERT_EQ(pwrite(file.get(), "two", 3, 0), 3);
  EXPECT_EQ(must(cache.digestOf(file.get())), crypto::sha256(base::bytesOf("two")));
}

TEST_F(ProgramsTest, ReadsAnOldFileOnce) {
  HashCache cache;
  const base::Descriptor file(::open("/lib64/ld-linux-x86-64.so.2", O_RDONLY | O_CLOEXEC));
  for (int i = 0; i < 5; ++i) (void)must(cache.digestOf(file.get()));
  EXPECT_EQ(cache.filesRead(), 1U);
}

}  // namespace
}  // namespace vigie::control
