// How our windows look: colours of three schemes, one text size that a person can double, and the style sheet made of
// both. Every pair of colours that carries text has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), what marks a
// focus or the edge of a control at least 3 to 1 (1.4.11). Thread: the window's.
#pragma once

#include <QColor>
#include <QString>
#include <optional>
#include <string_view>
#include <vector>

class QApplication;

namespace vigie::ui {

enum class Scheme { light, dark, contrast };

inline constexpr Scheme kSchemes[] = {Scheme::light, Scheme::dark, Scheme::contrast};

std::string_view codeOf(Scheme scheme);  // "light", "dark", "contrast"
std::optional<Scheme> schemeOf(std::string_view code);

struct Colours {
  QColor page, card, ink, quiet;        // backgrounds, text, text of less weight
  QColor line, edge;                    // between things, around controls
  QColor accent, onAccent, accentSoft;  // the one main action; a chosen card
  QColor notice, onNotice;              // something to read
  QColor alarm, onAlarm;                // something to act on
  QColor focus;                         // around what the keyboard acts on
};

const Colours& coloursOf(Scheme scheme);

// A pair of colours that meet on a screen, for the tests of contrast.
struct ColourPair {
  const char* what;
  QColor front, back;
  double least;  // contrast that it must have
};
std::vector<ColourPair> colourPairs(Scheme scheme);

double contrast(const QColor& one, const QColor& other);  // WCAG: 1 to 21

inline constexpr int kSmallestZoom = 100;
inline constexpr int kLargestZoom = 300;
inline constexpr int kZoomStep = 25;
inline constexpr int kSmallestTarget = 44;  // px, at any zoom

inline constexpr int kLargestFrameZoom = 200;  // bars and buttons around a text grow no further: it needs the room

// Wide: letters, words and lines farther apart, for people who read them more easily so.
enum class Spacing { usual, wide };

// Nothing of ours moves by itself but the text cursor, which blinks; still: not even that.
enum class Motion { usual, still };

struct Look {
  Scheme scheme = Scheme::light;
  int zoom = kSmallestZoom;  // percent
  Spacing spacing = Spacing::usual;
  Motion motion = Motion::usual;

  int px(int atHundred) const { return (atHundred * zoom + 50) / 100; }
  int framePx(int atHundred) const {
    return (atHundred * (zoom < kLargestFrameZoom ? zoom : kLargestFrameZoom) + 50) / 100;
  }
  const Colours& colours() const { return coloursOf(scheme); }
};

QString styleSheet(const Look& look);

// For every window of the program; what paints itself asks look().
void applyLook(QApplication& application, const Look& look);
const Look& look();

}  // namespace vigie::ui
