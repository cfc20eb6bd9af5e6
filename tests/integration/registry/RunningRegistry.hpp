// A registry as a process of its own on a free port of this machine, over the folder of a RegistryRoom. Real clock: its
// certificates are judged by TLS. Thread: one.
#pragma once

#include <memory>

#include "center-server/issuing/Uploader.hpp"
#include "common/base/File.hpp"
#include "tests/support/ChildProcess.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RawHttps.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::support {

class RunningRegistry {
 public:
  explicit RunningRegistry(std::filesystem::path program = VIGIE_PLAIN_REGISTRY)
      : room(base::SystemClock().now().wallMs), program_(std::move(program)) {}

  // On the same port each time.
  void start() {
    writeConfiguration();
    const std::vector<std::string> arguments = {"run", "--config", configurationFile()};
    process_ = std::make_unique<ChildProcess>(program_, arguments);
    const std::string said = process_->readLine();  // "listening on 127.0.0.1:41205"
    port_ = static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(':') + 1)));
  }
  void kill() { process_.reset(); }
  int terminate() {
    process_->signal(SIGTERM);
    const int status = process_->wait();
    process_.reset();
    return status;
  }
  ChildProcess& process() { return *process_; }
  std::uint16_t port() const { return port_; }

  RawTls stranger() const { return {must(registry::loadCertificate(room.layout.certificate("tls-authority")))}; }
  RawTls centre(const CentreKit& kit) const {
    RawTls tls = stranger();
    tls.own = RawTls::Own{kit.clientCertificate, kit.clientKey};
    return tls;
  }
  std::string get(const std::string& target) const {
    return RawHttps::exchange(port_, stranger(), "GET " + target + " HTTP/1.1\r\nHost: r\r\nConnection: close\r\n\r\n");
  }

  std::unique_ptr<centre::RegistryLine> line(const CentreKit& kit) const {
    return centre::openRegistryLine({"127.0.0.1", port_,
                                     must(registry::loadCertificate(room.layout.certificate("tls-authority"))),
                                     kit.clientCertificate, kit.clientKey});
  }
  centre::UploadSettings uploadSettings() const {
    return {room.folder.path() / "centre/outbox", room.folder.path() / "centre/issued", room.logKey,
            std::chrono::milliseconds(1), std::chrono::milliseconds(20)};
  }

  RegistryRoom room;

 private:
  std::string configurationFile() const { return (room.folder.path() / "registry.toml").string(); }
  void writeConfiguration() const {
    const std::string text = "[registry]\norigin = \"" + room.configuration.origin + "\"\nurl = \"" +
                             room.configuration.url +
                             "\"\nfolder = \"registry\"\n[listen]\nport = " + std::to_string(port_) +
                             "\n[limits]\nbundle_megabytes = 1\nrequests_per_second = 1000\n";
    must(base::writeFileDurably(configurationFile(), base::bytesOf(text)));
  }

  std::filesystem::path program_;
  std::uint16_t port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace vigie::support
