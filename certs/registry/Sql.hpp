// Statements in one line, for the .cpp files that hold SQL. Internal to certs/registry. Thread: its Database's.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <concepts>
#include <optional>
#include <string>
#include <vector>

#include "certs/registry/Database.hpp"
#include "common/base/Bytes.hpp"

namespace vigie::registry {

inline void bindAt(SQLite::Statement& statement, int index, std::integral auto value) {
  statement.bind(index, static_cast<std::int64_t>(value));
}
inline void bindAt(SQLite::Statement& statement, int index, const std::string& value) {
  statement.bind(index, value);
}
inline void bindAt(SQLite::Statement& statement, int index, base::ByteView value) {
  // SQLite takes a null pointer for NULL, and an empty vector may have one.
  statement.bind(index, value.empty() ? static_cast<const void*>("") : value.data(), static_cast<int>(value.size()));
}

template <class... Values>
void bindAll(SQLite::Statement& statement, const Values&... values) {
  int index = 0;
  (bindAt(statement, ++index, values), ...);
}

template <class... Values>
base::Result<void> change(Database& database, const char* sql, const Values&... values) try {
  SQLite::Statement statement(database.handle(), sql);
  bindAll(statement, values...);
  statement.exec();
  return {};
} catch (const SQLite::Exception& exception) {
  return databaseError(exception);
}

template <class Row, class... Values>
base::Result<std::vector<Row>> select(Database& database, Row (*read)(SQLite::Statement&), const char* sql,
                                      const Values&... values) try {
  SQLite::Statement statement(database.handle(), sql);
  bindAll(statement, values...);
  std::vector<Row> rows;
  while (statement.executeStep()) rows.push_back(read(statement));
  return rows;
} catch (const SQLite::Exception& exception) {
  return databaseError(exception);
}

// The first row, or nothing.
template <class Row, class... Values>
base::Result<std::optional<Row>> selectOne(Database& database, Row (*read)(SQLite::Statement&), const char* sql,
                                           const Values&... values) {
  auto rows = select(database, read, sql, values...);
  if (!rows) return base::fail(rows.error());
  if (rows->empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows->front()));
}

inline std::string textAt(SQLite::Statement& statement, int column) {
  return statement.getColumn(column).getString();
}
inline std::uint64_t numberAt(SQLite::Statement& statement, int column) {
  return static_cast<std::uint64_t>(statement.getColumn(column).getInt64());
}
inline base::Bytes bytesAt(SQLite::Statement& statement, int column) {
  const SQLite::Column value = statement.getColumn(column);
  const auto* data = static_cast<const std::uint8_t*>(value.getBlob());
  return {data, data + value.getBytes()};
}

}  // namespace vigie::registry
