// Attempts on the X screen that DISPLAY and XAUTHORITY name. Exit statuses as in Probe.cpp.
#pragma once

#include <string>
#include <vector>

int pressShortcut(const std::vector<std::string>& arguments);    // Alt+Tab reaches a program
int pressKey(const std::vector<std::string>& arguments);         // a program presses a key, and it counts
int fillClipboard(const std::vector<std::string>& arguments);    // something brought along can be pasted
int paintBackground(const std::vector<std::string>& arguments);  // colour, RRGGBB
int switchOnDisplay(const std::vector<std::string>&);
int readAlong(const std::vector<std::string>& arguments);        // a second client stays on the screen for two seconds
