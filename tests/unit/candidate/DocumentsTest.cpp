// Attachments, also those that mean harm: refused by name, never decoded, never waited for.
#include <gtest/gtest.h>

#include <QBuffer>

#include "candidate-client/documents/Document.hpp"
#include "candidate-client/documents/Rendered.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::documents {
namespace {

content::Attachment attachmentOf(const std::string& mediaType, const QByteArray& bytes) {
  content::Attachment attachment;
  attachment.id = "one";
  attachment.name = "one";
  attachment.mediaType = mediaType;
  attachment.base64 = bytes.toBase64().toStdString();
  return attachment;
}

QByteArray pictureOf(int width, int height, const char* format) {
  QImage image(width, height, QImage::Format_RGB32);
  image.fill(Qt::red);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, format);
  return bytes;
}

// The size in the header, and nothing behind it that would fill it.
QByteArray hugePicture(quint32 width, quint32 height) {
  QByteArray header = pictureOf(8, 8, "PNG");
  for (int i = 0; i < 4; ++i) {
    header[16 + i] = static_cast<char>(width >> (24 - 8 * i));
    header[20 + i] = static_cast<char>(height >> (24 - 8 * i));
  }
  quint32 crc = 0xFFFFFFFFU;
  for (const char byte : header.mid(12, 17)) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  crc = ~crc;
  for (int i = 0; i < 4; ++i) header[29 + i] = static_cast<char>(crc >> (24 - 8 * i));
  return header;
}

// One page with this drawing, and an index of its objects.
QByteArray pdfOf(const QByteArray& drawing, const QByteArray& filter = {}, const QByteArray& box = "0 0 300 200") {
  const QByteArray objects[] = {
      "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [" + box +
          "] /Contents 4 0 R /Resources << /Font << /F << /Type /Font "
          "/Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
      "<< /Length " + QByteArray::number(drawing.size()) + filter + " >>\nstream\n" + drawing + "\nendstream"};
  QByteArray pdf = "%PDF-1.4\n";
  QByteArray index;
  int number = 0;
  for (const QByteArray& object : objects) {
    index += QByteArray::number(pdf.size()).rightJustified(10, '0') + " 00000 n \n";
    pdf += QByteArray::number(++number) + " 0 obj\n" + object + "\nendobj\n";
  }
  const auto start = QByteArray::number(pdf.size());
  return pdf + "xref\n0 5\n0000000000 65535 f \n" + index + "trailer << /Size 5 /Root 1 0 R >>\nstartxref\n" + start +
         "\n%%EOF\n";
}

TEST(Documents, DecodePicturesOfTheirOwnFormatOnly) {
  support::qtApplication();
  const auto png = readPicture(attachmentOf("image/png", pictureOf(40, 30, "PNG")));
  ASSERT_TRUE(png) << png.error().detail;
  EXPECT_EQ(png->size(), QSize(40, 30));
  EXPECT_TRUE(readPicture(attachmentOf("image/jpeg", pictureOf(40, 30, "JPEG"))));
  EXPECT_FALSE(readPicture(attachmentOf("image/png", pictureOf(40, 30, "JPEG"))));
}

TEST(Documents, RefusePicturesThatAreTooLargeBeforeDecodingThem) {
  support::qtApplication();
  for (const auto& [width, height] :
       {std::pair{30'000U, 30'000U}, {6'001U, 1U}, {1U, 2'000'000'000U}, {4'000U, 4'000U}}) {
    const auto picture = readPicture(attachmentOf("image/png", hugePicture(width, height)));
    ASSERT_FALSE(picture) << width;
    EXPECT_EQ(picture.error().code, "document-unshowable");
    EXPECT_NE(picture.error().detail.find("attachment one"), std::string::npos);
  }
}

TEST(Documents, RefuseWhatIsDamagedOrNoPicture) {
  support::qtApplication();
  const QByteArray whole = pictureOf(200, 200, "PNG");
  for (const QByteArray& bytes : {QByteArray("<svg onload='x()'/>"), QByteArray("\x89PNG\r\n\x1a\n"), QByteArray(1, 0),
                                  QByteArray(600'000, 'a'), whole.left(60)}) {
    EXPECT_FALSE(readPicture(attachmentOf("image/png", bytes))) << bytes.left(20).toStdString();
  }
}

TEST(Documents, DrawAPageAndReadItsWords) {
  support::qtApplication();
  const auto page = readPage(attachmentOf("application/pdf", pdfOf("BT /F 24 Tf 20 100 Td (Bonjour) Tj ET")), 0, 600);
  ASSERT_TRUE(page) << page.error().detail;
  EXPECT_EQ(page->pages, 1);
  EXPECT_NEAR(page->picture.width(), 600, 2);
  EXPECT_NEAR(page->picture.height(), 400, 2);
  EXPECT_TRUE(page->words.contains("Bonjour"));
  EXPECT_FALSE(readPage(attachmentOf("application/pdf", pdfOf("")), 7, 600)) << "there is no page 8";
}

TEST(Documents, RefuseBrokenPdfs) {
  support::qtApplication();
  const QByteArray whole = pdfOf("BT /F 24 Tf 20 100 Td (Bonjour) Tj ET");
  for (const QByteArray& bytes : {QByteArray("%PDF-1.7"), QByteArray("%PDF-1.7\n") + QByteArray(10'000, 'x'),
                                  QByteArray("GIF89a"), whole.left(120)}) {
    const auto page = readPage(attachmentOf("application/pdf", bytes), 0, 600);
    ASSERT_FALSE(page) << bytes.left(20).toStdString();
    EXPECT_EQ(page.error().code, "document-unshowable");
  }
}

// 120 MB of lines in 120 KB, and a page as large as a football field: bounded, whether or not something is drawn.
TEST(Documents, EndAPdfThatTakesTooLong) {
  support::qtApplication();
  QByteArray lines;
  for (int i = 0; i < 60'000; ++i) lines += "0 0 m 300 200 l S 0 200 m 300 0 l S\n";
  const QByteArray many = lines.repeated(55);
  const QByteArray packed = qCompress(many).mid(4);
  const auto page = readPage(attachmentOf("application/pdf", pdfOf(packed, " /Filter /FlateDecode")), 0, 1'400);
  EXPECT_FALSE(page);
  const auto field = readPage(attachmentOf("application/pdf", pdfOf("", "", "0 0 300000 9000000")), 0, 1'400);
  if (field) {
    EXPECT_LE(field->picture.height(), 4'000);
  }
}

TEST(Documents, ReadTablesAsSpreadsheetsWriteThem) {
  const Table table = readTable("Nom;Prix\n\"Dupont; fils\";\"12 \"\"euros\"\"\"\r\nSeul\n\n");
  EXPECT_EQ(table.header, (QStringList{"Nom", "Prix"}));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0], (QStringList{"Dupont; fils", "12 \"euros\""}));
  EXPECT_EQ(table.rows[1], (QStringList{"Seul", ""}));
  EXPECT_EQ(readTable("a\tb\n1\t2").rows[0], (QStringList{"1", "2"}));
  EXPECT_TRUE(readTable("").header.isEmpty());
}

TEST(Documents, CutTablesThatAreTooLong) {
  const Table table = readTable(QString("a,b\n") + QString("1,2\n").repeated(100'000));
  EXPECT_EQ(table.rows.size(), static_cast<std::size_t>(kMostRows));
  EXPECT_EQ(readTable(QString("x,").repeated(5'000)).header.size(), kMostColumns);
  EXPECT_FALSE(table.isWhole);
  EXPECT_FALSE(readTable(QString("x,").repeated(5'000)).isWhole);
  EXPECT_TRUE(readTable("a,b\n1,2\n").isWhole);
}

TEST(Rendered, ComesBackAsItWasWrittenAndNothingElseIsRead) {
  Rendered page;
  page.pages = 2;
  page.width = 3;
  page.height = 2;
  page.words = "é";
  page.pixels = std::string(24, 'p');
  const std::string bytes = writeRendered(page);
  const auto read = readRendered(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->words, "é");
  EXPECT_EQ(read->pixels, page.pixels);
  EXPECT_FALSE(readRendered(bytes + "x"));
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) EXPECT_FALSE(readRendered(bytes.substr(0, cut))) << cut;
  for (std::size_t at = 0; at < 29; ++at) {
    std::string other = bytes;
    other[at] = static_cast<char>(0xFF);
    EXPECT_FALSE(readRendered(other)) << at;
  }
}

}  // namespace
}  // namespace vigie::documents
