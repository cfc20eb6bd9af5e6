// The few questions about characters that matching needs, over utf8proc (Unicode 14).
#pragma once

#include <string>
#include <string_view>

namespace vigie::content::impl {

enum class Form { nfc, nfd };

// Code points in a normal form; empty when the bytes are not UTF-8.
std::u32string normalised(std::string_view utf8, Form form);
std::string toUtf8(std::u32string_view text);

char32_t lowerCase(char32_t c);
char32_t upperCase(char32_t c);
bool isSpace(char32_t c);         // any white space, no-break ones too
bool isNoBreakSpace(char32_t c);  // U+00A0, U+2007, U+202F

}  // namespace vigie::content::impl
