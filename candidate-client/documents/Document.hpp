// Attachments of a question made into pictures, tables and words. What comes in is hostile: sizes are read before
// anything is decoded, a PDF is drawn by a program of its own (document-renderer) with little memory and little time,
// and nothing is ever fetched. These functions block: call them on a thread that nobody looks at.
// Ownership: values. Thread: any, several at once. Error "document-unshowable": which attachment, what is wrong.
#pragma once

#include <QImage>
#include <QString>
#include <QStringList>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/content/Item.hpp"

namespace vigie::documents {

inline constexpr std::size_t kLargestFile = 512 * 1024;  // bytes, decoded from base64
inline constexpr int kLargestSide = 6'000;               // pixels of a picture
inline constexpr std::int64_t kMostPixels = 12'000'000;
inline constexpr int kRenderTimeoutMs = 5'000;
inline constexpr int kMostRows = 500;  // of a table
inline constexpr int kMostColumns = 40;

enum class Look { picture, pages, table, text };

Look lookOf(const content::Attachment& attachment);  // by its media type

// A PNG or JPEG.
base::Result<QImage> readPicture(const content::Attachment& attachment);

struct Page {
  QImage picture;
  QString words;  // of the page, for those who read them aloud
  int pages = 1;
};

// Page `number` (from 0) of a PDF, `width` pixels wide, 200 to 2,000.
base::Result<Page> readPage(const content::Attachment& attachment, int number, int width);

// Comma, semicolon or tab separated, quoted as in RFC 4180; the separator is the one that the first line has most.
// Rows of unequal length are filled up; more than kMostRows or kMostColumns are cut, never more is read.
struct Table {
  QStringList header;
  std::vector<QStringList> rows;
  bool isWhole = true;  // nothing was cut
};
Table readTable(const QString& text);

// Whether all of it can be shown, by doing it once.
base::Result<void> checkAttachment(const content::Attachment& attachment);

}  // namespace vigie::documents
