#include "tests/unit/journal/FaultyDisk.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace vigie::journal {
namespace {

DiskHook theHook;

int ask(const DiskAccess& access) {
  return theHook ? theHook(access) : SQLITE_OK;
}

struct WrappedFile {
  sqlite3_file base;  // first: SQLite sees only this
  std::string* name;
  sqlite3_file* real;  // in the memory just behind
};

WrappedFile& wrapped(sqlite3_file* file) {
  return *reinterpret_cast<WrappedFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return wrapped(file).real;
}
sqlite3_vfs* systemVfs() {
  return sqlite3_vfs_find("unix");
}

sqlite3_io_methods makeMethods() {
  sqlite3_io_methods m{};
  m.iVersion = 2;  // with shared memory, without memory-mapped pages: those would pass the hook by
  m.xClose = [](sqlite3_file* f) {
    const int result = real(f)->pMethods->xClose(real(f));
    delete wrapped(f).name;
    return result;
  };
  m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
    return real(f)->pMethods->xRead(real(f), to, n, at);
  };
  m.xWrite = [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
    const int answer = ask({DiskAccess::Kind::write, *wrapped(f).name, static_cast<std::uint64_t>(at + n)});
    return answer == SQLITE_OK ? real(f)->pMethods->xWrite(real(f), from, n, at) : answer;
  };
  m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); };
  m.xSync = [](sqlite3_file* f, int flags) {
    const int answer = ask({DiskAccess::Kind::sync, *wrapped(f).name, 0});
    return answer == SQLITE_OK ? real(f)->pMethods->xSync(real(f), flags) : answer;
  };
  m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); };
  m.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
  m.xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
  m.xCheckReservedLock = [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); };
  m.xFileControl = [](sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); };
  m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
  m.xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
  m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
  };
  m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) {
    return real(f)->pMethods->xShmLock(real(f), at, n, flags);
  };
  m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
  m.xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
  return m;
}

int openWrapped(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags) {
  static const sqlite3_io_methods kMethods = makeMethods();
  WrappedFile& mine = wrapped(file);
  mine.base.pMethods = nullptr;
  mine.real = reinterpret_cast<sqlite3_file*>(&mine + 1);
  const int result = systemVfs()->xOpen(systemVfs(), name, mine.real, flags, outFlags);
  if (result != SQLITE_OK) return result;
  mine.name = new std::string(name == nullptr ? "" : name);
  mine.base.pMethods = &kMethods;
  return SQLITE_OK;
}

void registerOnce() {
  static sqlite3_vfs vfs = *systemVfs();
  if (vfs.xOpen == openWrapped) return;
  vfs.zName = kFaultyDisk;
  vfs.szOsFile += static_cast<int>(sizeof(WrappedFile));
  vfs.xOpen = openWrapped;
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) throw std::runtime_error("cannot register the faulty disk");
}

}  // namespace

void setDiskHook(DiskHook hook) {
  registerOnce();
  theHook = std::move(hook);
}

}  // namespace vigie::journal
