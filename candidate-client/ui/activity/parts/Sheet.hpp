// What the style sheet of all windows does not know: the parts of interactions. Set on an ActivityQuestion, over it.
#pragma once

#include <QString>

#include "common/ui/Theme.hpp"

namespace vigie::activity {

QString activitySheet(const ui::Look& look);

}  // namespace vigie::activity
