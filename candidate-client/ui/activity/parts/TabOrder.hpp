// The Tab key goes through an interaction in reading order, however often its parts were made anew.
#pragma once

class QWidget;

namespace vigie::activity {

void orderTabs(QWidget& root);

}  // namespace vigie::activity
