// What the person at the window asks for. Called on the window's thread; none of them waits. Unset ones are not asked.
#pragma once

#include <QString>
#include <cstdint>
#include <functional>
#include <string>

#include "candidate-client/session/Notes.hpp"
#include "common/content/Answer.hpp"

namespace vigie::candidate {

struct Actions {
  std::function<void(QString code, QString host)> enrol;
  std::function<void(std::string code)> typeCode;
  std::function<void()> confirmIdentity;
  std::function<void(session::CameraChoice)> chooseCamera;
  std::function<void()> begin;
  std::function<void(content::Answer)> answer;
  std::function<void(std::uint32_t question, content::Answer)> typed;  // not sent yet
  std::function<void(std::string category, std::string comment)> report;
  std::function<void()> leave;
  std::function<void(std::string text, std::string language)> readAloud;  // unset: this workstation has no voice
};

}  // namespace vigie::candidate
