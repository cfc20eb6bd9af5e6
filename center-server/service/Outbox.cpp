#include "center-server/service/Outbox.hpp"

#include <algorithm>
#include <utility>

namespace vigie::centre {

void Outbox::send(link::LinkId to, protocol::Message message) {
  fresh_.push_back([this, to, kept = std::move(message)] { links_.send(to, kept); });
}

void Outbox::resumeReading(link::LinkId link) {
  fresh_.push_back([this, link] { links_.resumeReading(link); });
}

void Outbox::finish(link::LinkId link) {
  fresh_.push_back([this, link] { links_.finish(link); });
}

void Outbox::then(std::function<void()> action) { fresh_.push_back(std::move(action)); }

void Outbox::stamp(std::uint64_t ticket) {
  for (Action& action : fresh_) waiting_.emplace_back(ticket, std::move(action));
  fresh_.clear();
  release();
}

void Outbox::durable(std::uint64_t ticket) {
  durable_ = std::max(durable_, ticket);
  release();
}

void Outbox::release() {
  while (!waiting_.empty() && waiting_.front().first <= durable_) {
    const Action action = std::move(waiting_.front().second);
    waiting_.pop_front();
    action();
  }
}

}  // namespace vigie::centre
