// The registry's database for readers: one connection, one at a time. Thread: any.
#pragma once

#include <mutex>

#include "certs/registry/Store.hpp"

namespace vigie::registry {

class Archive {
 public:
  explicit Archive(Database database) : database_(std::move(database)) {}

  // auto centre = archive.read([&](Store& store) { return store.centre(number); });
  template <class Question>
  auto read(const Question& question) {
    const std::lock_guard lock(mutex_);
    Store store(database_);
    return question(store);
  }

 private:
  std::mutex mutex_;
  Database database_;
};

}  // namespace vigie::registry
