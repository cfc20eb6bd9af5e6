// document-renderer PAGE WIDTH: draws one page of the PDF on standard input and writes it to standard output
// (candidate-client/documents/Rendered.hpp). Page from 0, width in pixels. A program of its own, so that a hostile file
// costs this process: it may have 512 MB, 4 s of CPU, no file and no child. Exit status: 0, or 1 when it cannot draw
// it.
#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>

#include "candidate-client/documents/Rendered.hpp"

namespace {

using namespace vigie::documents;

constexpr std::size_t kLargestInput = 1U << 20U;
constexpr double kSmallestSidePoints = 10;
constexpr double kPointsPerInch = 72;

bool limit(int what, rlim_t most) {
  const rlimit both = {most, most};
  return setrlimit(static_cast<__rlimit_resource>(what), &both) == 0;
}

bool confine() {
  // A font cache that cannot be written is no reason to end.
  if (std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return false;
#if !__has_feature(address_sanitizer)  // which reserves terabytes
  if (!limit(RLIMIT_AS, rlim_t{512} << 20U)) return false;
#endif
  return limit(RLIMIT_CPU, 4) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0);
}

std::string readInput() {
  std::string bytes(kLargestInput + 1, '\0');
  std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::cin.gcount()));
  return bytes;
}

// Pixels per inch for a page that is `width` pixels wide, and never higher than kTallestPage.
double resolutionFor(const poppler::rectf& page, int width) {
  const double across = std::max(page.width(), kSmallestSidePoints);
  const double down = std::max(page.height(), kSmallestSidePoints);
  return kPointsPerInch * std::min(width / across, (kTallestPage - 1) / down);
}

std::string wordsOf(const poppler::page& page) {
  const poppler::byte_array utf8 = page.text().to_utf8();
  std::string words(utf8.begin(), utf8.end());
  if (words.size() > kMostWords) {
    words.resize(kMostWords);
    while (!words.empty() && (static_cast<unsigned char>(words.back()) & 0x80U) != 0) words.pop_back();
  }
  return words;
}

bool draw(const poppler::page& page, int width, Rendered& out) {
  poppler::page_renderer renderer;
  renderer.set_render_hint(poppler::page_renderer::antialiasing, true);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing, true);
  renderer.set_image_format(poppler::image::format_argb32);
  renderer.set_paper_color(0xFFFFFFFF);
  const double resolution = resolutionFor(page.page_rect(), width);
  const poppler::image image = renderer.render_page(&page, resolution, resolution);
  if (!image.is_valid() || image.width() < 1 || image.height() < 1) return false;
  out.width = std::min(image.width(), static_cast<int>(kWidestPage));
  out.height = std::min(image.height(), static_cast<int>(kTallestPage));
  for (int y = 0; y < out.height; ++y) {
    out.pixels.append(image.const_data() + std::ptrdiff_t{y} * image.bytes_per_row(),
                      static_cast<std::size_t>(out.width) * 4);
  }
  return true;
}

int run(int number, int width) {
  std::string bytes = readInput();
  if (bytes.empty() || bytes.size() > kLargestInput) return 1;
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!document || document->is_locked()) return 1;
  Rendered out;
  out.pages = document->pages();
  if (out.pages < 1 || out.pages > static_cast<int>(kMostPages) || number < 0 || number >= out.pages) return 1;
  const std::unique_ptr<poppler::page> page(document->create_page(number));
  if (!page || !draw(*page, width, out)) return 1;
  out.words = wordsOf(*page);
  const std::string written = writeRendered(out);
  std::cout.write(written.data(), static_cast<std::streamsize>(written.size()));
  std::cout.flush();
  return std::cout.good() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3 || !confine()) return 1;
  const int width = std::clamp(std::atoi(argv[2]), 1, static_cast<int>(kWidestPage) - 1);
  return run(std::atoi(argv[1]), width);
} catch (const std::exception& error) {
  std::cerr << "document-renderer: " << error.what() << '\n';
  return 1;
}
