// The slips that candidates are handed: name and code, eight to a page, to cut apart. Thread: Qt's main one.
#pragma once

#include <QString>
#include <memory>

#include "proctor-console/model/Room.hpp"
#include "proctor-console/model/Text.hpp"

class QPagedPaintDevice;
class QTextDocument;

namespace vigie::window {

std::unique_ptr<QTextDocument> slipsOf(const console::Room& room, const console::Text& text);

void printSlips(const console::Room& room, const console::Text& text, QPagedPaintDevice& device);

}  // namespace vigie::window
