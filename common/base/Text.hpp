// Small questions about text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vigie::base {

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool isUtf8(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);  // spaces, tabs, CR, LF

}  // namespace vigie::base
