#include "candidate-client/ui/activity/Interaction.hpp"

namespace vigie::activity {

void Events::add(const QString& id) {
  list_.push_back(id);
  if (list_.size() > kMostEvents) list_.pop_front();
}

void Events::restore(const QJsonValue& list) {
  list_.clear();
  for (const QString& each : textsIn(list)) add(each);
}

QStringList textsIn(const QJsonValue& list) {
  QStringList out;
  for (const QJsonValue& each : list.toArray()) {
    if (each.isString()) out.push_back(each.toString());
  }
  return out;
}

}  // namespace vigie::activity
