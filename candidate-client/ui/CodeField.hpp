// A field for a code from a slip: what is typed becomes capitals in groups of four; anything else falls away.
#pragma once

#include <QLineEdit>

namespace vigie::candidate {

class CodeField : public QLineEdit {
 public:
  explicit CodeField(int characters);

  int characters() const { return characters_; }
  void setCharacters(int characters);

 private:
  void arrange(const QString& typed);
  void adjustWidth();
  void changeEvent(QEvent* event) override;

  int characters_;
};

}  // namespace vigie::candidate
