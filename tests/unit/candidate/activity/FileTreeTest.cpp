// Files and folders, and what may be done to them.
#include "candidate-client/ui/activity/file-explorer/FileTree.hpp"

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>

#include "tests/support/Must.hpp"

namespace vigie::activity {
namespace {

FileTree sampleTree() {
  const auto spec = support::must(Spec::read(
      R"({"type":"file-explorer","entries":[
          {"id":"docs","kind":"folder","name":"Documents","children":[
            {"id":"d1","kind":"file","name":"rent-march.pdf"},{"id":"d2","kind":"file","name":"cv.odt"}]},
          {"id":"photos","kind":"folder","name":"Photos","children":[{"id":"p1","kind":"file","name":"cat.jpg"}]},
          {"id":"bin","kind":"bin","name":"Bin"}]})",
      "en"));
  FileTree tree(spec);
  EXPECT_EQ(spec.fault().toStdString(), "");
  return tree;
}

std::string text(const QJsonValue& value) {
  return QJsonDocument(QJsonObject{{"v", value}}).toJson(QJsonDocument::Compact).toStdString();
}

std::string member(const FileTree& tree, const char* name) {
  return text(tree.summary().value(QLatin1String(name)));
}

// Whoever restarts the program finds the same tree.
void expectRestored(const FileTree& tree) {
  FileTree fresh = sampleTree();
  fresh.restore(tree.summary());
  EXPECT_EQ(text(fresh.summary()), text(tree.summary()));
}

TEST(FileTree, ReportsAFolderThatWasMade) {
  FileTree tree = sampleTree();
  const QString id = tree.create("  Taxes ", "docs");
  EXPECT_EQ(member(tree, "created"), R"({"v":[{"id":"new:1","in":"docs","name":"Taxes"}]})");
  tree.rename(id, "Taxes 2027");
  tree.move("d1", id);
  expectRestored(tree);
  EXPECT_EQ(member(tree, "created"), R"({"v":[{"id":"new:1","in":"docs","name":"Taxes 2027"}]})");
  tree.remove(id);
  EXPECT_EQ(member(tree, "created"), R"({"v":[]})");
}

TEST(FileTree, HasNoCirclesWhateverItsAuthorWrote) {
  for (const char* entries :
       {R"([{}])", R"([{"id":"a","kind":"folder","name":"A","children":[{"id":"a","kind":"file","name":"B"}]}])",
        R"([{"id":"","kind":"folder","name":"A","children":[{"id":"","kind":"bin","name":"B"}]}])"}) {
    const auto spec =
        support::must(Spec::read(std::string(R"({"type":"file-explorer","entries":)") + entries + "}", "en"));
    const FileTree tree(spec);
    EXPECT_FALSE(spec.fault().isEmpty()) << entries;
    tree.pathOf("a");  // ends
    tree.pathOf("");
  }
}

TEST(FileTree, DoesNotPutTheBinIntoItself) {
  const auto spec = support::must(Spec::read(
      R"({"type":"file-explorer","entries":[{"id":"desk","kind":"folder","name":"Desk","children":[
          {"id":"bin","kind":"bin","name":"Bin"},{"id":"d1","kind":"file","name":"cv.odt"}]}]})",
      "en"));
  FileTree tree(spec);
  EXPECT_EQ(tree.remove("desk").toStdString(), "");
  EXPECT_EQ(tree.remove("d1").toStdString(), "d1");
  EXPECT_EQ(tree.pathOf("bin").toStdString(), "Desk  /  Bin");
}

TEST(FileTree, ReportsWhereACopyLies) {
  FileTree tree = sampleTree();
  const QString first = tree.copy("p1", "docs");
  EXPECT_EQ(member(tree, "copied"), R"({"v":{"p1":"docs"}})");
  EXPECT_EQ(member(tree, "movedIds"), R"({"v":[]})");
  tree.copy("p1", "photos");
  EXPECT_EQ(member(tree, "copied"), R"({"v":{"p1":["docs","photos"]}})");
  expectRestored(tree);
  tree.remove(first);
  EXPECT_EQ(member(tree, "copied"), R"({"v":{"p1":"photos"}})");
}

TEST(FileTree, ReportsAMoveUntilTheFileIsBack) {
  FileTree tree = sampleTree();
  tree.move("p1", "docs");
  EXPECT_EQ(member(tree, "moved"), R"({"v":{"p1":"docs"}})");
  expectRestored(tree);
  tree.move("p1", "photos");
  EXPECT_EQ(member(tree, "moved"), R"({"v":{}})");
}

TEST(FileTree, PutsBackWhatWasDeleted) {
  FileTree tree = sampleTree();
  tree.remove("photos");
  EXPECT_TRUE(tree.isInBin("p1"));
  expectRestored(tree);
  EXPECT_EQ(tree.putBack("photos"), "photos");
  EXPECT_EQ(tree.find("photos")->in, "");
  EXPECT_EQ(member(tree, "deleted"), R"({"v":[]})");
}

TEST(FileTree, RefusesWhatNoComputerDoes) {
  FileTree tree = sampleTree();
  const QString inner = tree.create("Inner", "docs");
  EXPECT_EQ(tree.move("docs", inner), "") << "a folder into itself";
  EXPECT_EQ(tree.move("d1", "p1"), "") << "a file into a file";
  EXPECT_EQ(tree.move("d1", "nowhere"), "");
  EXPECT_EQ(tree.copy("docs", "photos"), "") << "copies are of files";
  EXPECT_EQ(tree.remove("bin"), "");
  EXPECT_EQ(tree.rename("bin", "x"), "");
  EXPECT_EQ(tree.rename("d1", "   "), "");
  EXPECT_EQ(tree.create("", "docs"), "");
  EXPECT_EQ(tree.putBack("d1"), "") << "it was never deleted";
}

TEST(FileTree, StopsMakingFoldersBeforeASummaryIsTooLarge) {
  FileTree tree = sampleTree();
  int made = 0;
  while (!tree.create("Folder", "docs").isEmpty()) ++made;
  EXPECT_EQ(made, 40);
}

TEST(FileTree, FindsFilesByPartOfTheirName) {
  struct SearchCase {
    const char* words;
    std::size_t found;
  };
  const SearchCase cases[] = {{"pdf", 1}, {"*.pdf", 1}, {"RENT", 1}, {"r?nt*", 1}, {"o", 3},
                              {"", 0},    {"[a", 0},    {"zzz", 0},  {"**", 5}};
  for (const SearchCase& each : cases) {
    EXPECT_EQ(sampleTree().search(each.words).size(), each.found) << each.words;
  }
}

TEST(FileTree, IgnoresARestoredStateOfAnotherItem) {
  FileTree tree = sampleTree();
  tree.restore(QJsonDocument::fromJson(
                   R"({"created":[{"name":7,"in":"x"}],"copied":{"zz":"docs","p1":4},"moved":{"docs":"docs","q":"r"},
                       "renamed":{"q":"r"},"deleted":["bin","q",3]})")
                   .object());
  EXPECT_EQ(text(tree.summary()), text(sampleTree().summary()));
}

}  // namespace
}  // namespace vigie::activity
