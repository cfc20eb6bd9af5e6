// The SVG plot: written by hand, so that it needs no library and reads as plain text.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>

#include "tests/tools/score-simulate/Summary.hpp"

namespace vigie::tools {
namespace {

std::string fixed(double value, int decimals) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
  return {text.data(), end.ptr};
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
  return out;
}

// A round step that cuts a range in at most 8 parts.
double stepFor(double range) {
  double step = 0.001;
  for (int i = 0; range / step > 8; ++i) step *= i % 3 == 1 ? 2.5 : 2;
  return step;
}

struct Axis {
  double from;
  double to;
  double pixelFrom;
  double pixelTo;

  double at(double value) const { return pixelFrom + (value - from) / (to - from) * (pixelTo - pixelFrom); }
};

class Panel {
 public:
  Panel(double top, const std::string& title, Axis x, Axis y) : x_(x), y_(y) {
    out_ += text(x_.pixelFrom, top, "start", title, 15, "font-weight=\"bold\"");
  }

  void grid(const std::string& xTitle, const std::string& yTitle, int xDecimals, int yDecimals) {
    const double xStep = stepFor(x_.to - x_.from);
    for (double v = std::ceil(x_.from / xStep) * xStep; v <= x_.to + xStep * 1e-9; v += xStep) {
      line(x_.at(v), y_.pixelFrom, x_.at(v), y_.pixelTo, "#e2e2e2");
      out_ += text(x_.at(v), y_.pixelFrom + 18, "middle", fixed(v, xDecimals), 12);
    }
    const double yStep = stepFor(y_.to - y_.from);
    for (double v = std::ceil(y_.from / yStep) * yStep; v <= y_.to + yStep * 1e-9; v += yStep) {
      line(x_.pixelFrom, y_.at(v), x_.pixelTo, y_.at(v), "#e2e2e2");
      out_ += text(x_.pixelFrom - 8, y_.at(v) + 4, "end", fixed(v, yDecimals), 12);
    }
    out_ += text((x_.pixelFrom + x_.pixelTo) / 2, y_.pixelFrom + 38, "middle", xTitle, 13);
    const double middle = (y_.pixelFrom + y_.pixelTo) / 2;
    out_ += text(18, middle, "middle", yTitle, 13, "transform=\"rotate(-90 18 " + fixed(middle, 1) + ")\"");
  }

  void line(double x1, double y1, double x2, double y2, const std::string& colour) {
    out_ += "<line x1=\"" + fixed(x1, 1) + "\" y1=\"" + fixed(y1, 1) + "\" x2=\"" + fixed(x2, 1) + "\" y2=\"" +
            fixed(y2, 1) + "\" stroke=\"" + colour + "\"/>\n";
  }

  void curve(const std::vector<AbilityBin>& bins, const std::function<double(const Accuracy&)>& value,
             const std::string& colour, const std::string& dashes) {
    std::string points;
    std::string marks;
    for (const AbilityBin& bin : bins) {
      const std::string px = fixed(x_.at((bin.from + bin.to) / 2), 1);
      const std::string py = fixed(y_.at(value(bin.accuracy)), 1);
      points += px + "," + py + " ";
      marks += "<circle cx=\"" + px + "\" cy=\"" + py + "\" r=\"3\" fill=\"" + colour + "\"/>\n";
    }
    out_ += "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" stroke-dasharray=\"" + dashes +
            "\" points=\"" + points + "\"/>\n" + marks;
  }

  void legend(double x, double y, const std::string& colour, const std::string& label) {
    out_ += "<rect x=\"" + fixed(x, 1) + "\" y=\"" + fixed(y - 9, 1) + "\" width=\"18\" height=\"4\" fill=\"" + colour +
            "\"/>\n" + text(x + 24, y, "start", label, 12);
  }

  void bar(double from, double to, double height, const std::string& label) {
    const double left = x_.at(from) + 1;
    const double top = y_.at(height);
    out_ += "<rect x=\"" + fixed(left, 1) + "\" y=\"" + fixed(top, 1) + "\" width=\"" + fixed(x_.at(to) - left - 1, 1) +
            "\" height=\"" + fixed(y_.pixelFrom - top, 1) + "\" fill=\"#2563a8\"/>\n" +
            text((x_.at(from) + x_.at(to)) / 2, top - 4, "middle", label, 11);
  }

  static std::string text(double x, double y, const std::string& anchor, const std::string& content, int size,
                          const std::string& more = "") {
    return "<text x=\"" + fixed(x, 1) + "\" y=\"" + fixed(y, 1) + "\" text-anchor=\"" + anchor + "\" font-size=\"" +
           std::to_string(size) + "\" " + more + ">" + escaped(content) + "</text>\n";
  }

  const std::string& svg() const { return out_; }

 private:
  Axis x_;
  Axis y_;
  std::string out_;
};

std::string accuracyPanel(const Summary& summary) {
  double least = 0;
  double most = 0.1;
  for (const AbilityBin& bin : summary.bins) {
    least = std::min(least, bin.accuracy.bias);
    most = std::max({most, bin.accuracy.rmse, bin.accuracy.meanErrorRate, bin.accuracy.bias});
  }
  const Axis x{summary.bins.front().from, summary.bins.back().to, 80, 760};
  const Axis y{least - 0.05, most * 1.15, 330, 70};
  Panel panel(56, "Bias and RMSE by true ability", x, y);
  panel.grid("true ability (logits)", "logits", 1, 2);
  panel.line(80, y.at(0), 760, y.at(0), "#555555");
  panel.curve(summary.bins, [](const Accuracy& a) { return a.rmse; }, "#b3261e", "");
  panel.curve(summary.bins, [](const Accuracy& a) { return a.meanErrorRate; }, "#6b7280", "6 4");
  panel.curve(summary.bins, [](const Accuracy& a) { return a.bias; }, "#2563a8", "");
  panel.legend(420, 56, "#b3261e", "RMSE");
  panel.legend(500, 56, "#6b7280", "mean reported error");
  panel.legend(680, 56, "#2563a8", "bias");
  return panel.svg();
}

std::string exposurePanel(const Summary& summary) {
  const auto& histogram = summary.exposure.histogram;
  const double most = *std::max_element(histogram.begin(), histogram.end());
  std::size_t used = histogram.size();
  while (used > 4 && histogram[used - 1] == 0) --used;
  const double width = 1.0 / static_cast<double>(histogram.size());
  const Axis x{0, static_cast<double>(used) * width, 80, 760};
  const Axis y{0, std::max(1.0, most) * 1.12, 690, 430};
  Panel panel(416, "Items by exposure (share of tests that ask them)", x, y);
  panel.grid("exposure rate", "items", 2, 0);
  for (std::size_t i = 0; i < used; ++i) {
    if (histogram[i] == 0) continue;
    panel.bar(static_cast<double>(i) * width, static_cast<double>(i + 1) * width, histogram[i],
              std::to_string(histogram[i]));
  }
  return panel.svg();
}

}  // namespace

std::string plotSvg(const Summary& summary, const std::string& title) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"750\" viewBox=\"0 0 800 750\" "
         "font-family=\"sans-serif\">\n<rect width=\"800\" height=\"750\" fill=\"#ffffff\"/>\n" +
         Panel::text(80, 28, "start", title, 17, "font-weight=\"bold\"") + accuracyPanel(summary) +
         exposurePanel(summary) + "</svg>\n";
}

}  // namespace vigie::tools
