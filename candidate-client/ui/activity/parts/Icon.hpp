// Plain pictures of what lies on a desktop, drawn in the colours of the look. They never say anything alone: words
// stand beside them. Thread: the window's.
#pragma once

#include <QPainter>
#include <QString>

namespace vigie::activity {

enum class Icon { none, folder, file, picture, bin, program, mail, sheet, screen };

Icon iconOf(const QString& kind, const QString& name);  // "folder", "bin"…; of a file by the end of its name
void paintIcon(QPainter& painter, const QRectF& room, Icon icon);

}  // namespace vigie::activity
