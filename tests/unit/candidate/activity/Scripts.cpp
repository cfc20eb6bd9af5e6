#include "tests/unit/candidate/activity/Scripts.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <stdexcept>

#include "candidate-client/ui/activity/Interaction.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"

namespace vigie::activity::test {
namespace {

std::string stepsOf(const QJsonValue& steps) {
  return textsIn(steps).join('|').toStdString();
}

std::vector<Script> readScripts() {
  const auto text =
      support::must(base::readTextFile(std::string(VIGIE_SOURCE_DIR) + "/tests/fixtures/practical/scripts.json"));
  std::vector<Script> out;
  for (const QJsonValue& each : QJsonDocument::fromJson(QByteArray::fromStdString(text)).array()) {
    out.push_back({each["item"].toString().toStdString(), stepsOf(each["right"]), stepsOf(each["wrong"])});
  }
  if (out.empty()) throw std::runtime_error("tests/fixtures/practical/scripts.json holds no scripts");
  return out;
}

}  // namespace

const std::vector<Script>& scripts() {
  static const std::vector<Script> kScripts = readScripts();
  return kScripts;
}

}  // namespace vigie::activity::test
