#include "candidate-client/documents/Document.hpp"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QProcess>
#include <QProcessEnvironment>
#include <algorithm>

#include "candidate-client/documents/Rendered.hpp"

namespace vigie::documents {
namespace {

using base::Result;
using content::Attachment;

constexpr int kNarrowest = 200;
constexpr int kWidest = 2'000;
constexpr int kPreviewWidth = 600;  // what checkAttachment() draws

std::unexpected<base::Error> unshowable(const Attachment& attachment, const std::string& what) {
  return base::fail("document-unshowable", "attachment " + attachment.id + ": " + what);
}

Result<QByteArray> bytesOf(const Attachment& attachment) {
  const auto bytes = base::fromBase64(attachment.base64);
  if (!bytes || bytes->empty()) return unshowable(attachment, "expected base64");
  if (bytes->size() > kLargestFile) {
    return unshowable(attachment, "it has " + std::to_string(bytes->size()) + " bytes; at most " +
                                      std::to_string(kLargestFile) + " are opened");
  }
  return QByteArray(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size()));
}

QByteArray formatOf(const Attachment& attachment) {
  return attachment.mediaType == "image/jpeg" ? "jpeg" : "png";
}

// What the program wrote, or nothing when it had to be ended.
QByteArray run(const QByteArray& file, int number, int width) {
  QProcess process;
  QProcessEnvironment nothing;  // of ours: no display, no proxy; an empty one would be ours again
  nothing.insert("LC_ALL", "C.UTF-8");
  process.setProcessEnvironment(nothing);
  process.setStandardErrorFile(QProcess::nullDevice());
  process.start(QCoreApplication::applicationDirPath() + "/document-renderer",
                {QString::number(number), QString::number(width)});
  if (!process.waitForStarted(kRenderTimeoutMs)) return {};
  process.write(file);
  process.closeWriteChannel();
  const bool ended = process.waitForFinished(kRenderTimeoutMs);
  if (!ended) {
    process.kill();
    process.waitForFinished(1'000);
    return {};
  }
  if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) return {};
  return process.read(kLargestRendered);
}

QChar separatorOf(const QString& text) {
  const QString first = text.left(text.indexOf('\n'));
  QChar best = ',';
  for (const QChar one : {QChar(';'), QChar('\t')}) {
    if (first.count(one) > first.count(best)) best = one;
  }
  return best;
}

}  // namespace

Look lookOf(const Attachment& attachment) {
  if (attachment.mediaType == "text/csv") return Look::table;
  if (attachment.mediaType == "application/pdf") return Look::pages;
  return attachment.mediaType.starts_with("image/") ? Look::picture : Look::text;
}

Result<QImage> readPicture(const Attachment& attachment) {
  auto bytes = bytesOf(attachment);
  if (!bytes) return base::fail(bytes.error());
  QBuffer buffer(&*bytes);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer, formatOf(attachment));
  reader.setAutoDetectImageFormat(false);
  reader.setDecideFormatFromContent(false);
  const QSize size = reader.size();  // of the header
  if (!size.isValid() || size.isEmpty()) return unshowable(attachment, "it is no " + attachment.mediaType);
  const std::int64_t pixels = std::int64_t{size.width()} * size.height();
  if (size.width() > kLargestSide || size.height() > kLargestSide || pixels > kMostPixels) {
    return unshowable(attachment, "it has " + std::to_string(size.width()) + " x " + std::to_string(size.height()) +
                                      " pixels; at most " + std::to_string(kLargestSide) + " a side and " +
                                      std::to_string(kMostPixels) + " in all are decoded");
  }
  QImage image = reader.read();
  if (image.isNull()) return unshowable(attachment, "the picture is damaged");
  return image;
}

Result<Page> readPage(const Attachment& attachment, int number, int width) {
  const auto bytes = bytesOf(attachment);
  if (!bytes) return base::fail(bytes.error());
  if (!bytes->startsWith("%PDF-")) return unshowable(attachment, "it is no PDF");
  const QByteArray written = run(*bytes, number, std::clamp(width, kNarrowest, kWidest));
  auto rendered = readRendered(written.toStdString());
  if (!rendered) return unshowable(attachment, "the PDF is damaged, or takes too long to draw");
  Page page;
  page.pages = rendered->pages;
  page.words = QString::fromStdString(rendered->words);
  // Copied: the pixels belong to a string that dies here.
  page.picture = QImage(reinterpret_cast<const uchar*>(rendered->pixels.data()), rendered->width, rendered->height,
                        rendered->width * 4, QImage::Format_RGB32)
                     .copy();
  return page;
}

Table readTable(const QString& text) {
  const QChar separator = separatorOf(text);
  std::vector<QStringList> rows(1);
  QString cell;
  bool quoted = false;
  Table table;
  const auto endCell = [&] {
    if (rows.back().size() < kMostColumns) {
      rows.back() << cell;
    } else {
      table.isWhole = false;
    }
    cell.clear();
  };
  qsizetype at = 0;
  for (; at < text.size() && rows.size() <= static_cast<std::size_t>(kMostRows) + 1; ++at) {
    const QChar c = text[at];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        cell += text[++at];
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.isEmpty()) {
      quoted = true;
    } else if (c == separator) {
      endCell();
    } else if (c == '\n') {
      endCell();
      rows.emplace_back();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (!cell.isEmpty() || !rows.back().isEmpty()) endCell();
  std::erase_if(rows, [](const QStringList& row) { return row.join(QString()).isEmpty(); });
  if (at < text.size()) table.isWhole = false;
  if (rows.size() > static_cast<std::size_t>(kMostRows) + 1) rows.resize(static_cast<std::size_t>(kMostRows) + 1);
  qsizetype columns = 0;
  for (const QStringList& row : rows) columns = std::max(columns, row.size());
  for (QStringList& row : rows) row.resize(columns);
  if (rows.empty()) return table;
  table.header = rows.front();
  table.rows.assign(rows.begin() + 1, rows.end());
  return table;
}

base::Result<void> checkAttachment(const Attachment& attachment) {
  if (lookOf(attachment) == Look::picture) {
    if (const auto picture = readPicture(attachment); !picture) return base::fail(picture.error());
  }
  if (lookOf(attachment) == Look::table) {
    for (const auto& [language, text] : attachment.text) {
      if (readTable(QString::fromStdString(text)).isWhole) continue;
      return unshowable(attachment, "it has more than " + std::to_string(kMostRows) + " rows or " +
                                        std::to_string(kMostColumns) + " columns in \"" + language + "\"");
    }
  }
  if (lookOf(attachment) == Look::pages) {
    if (const auto page = readPage(attachment, 0, kPreviewWidth); !page) return base::fail(page.error());
  }
  return {};
}

}  // namespace vigie::documents
