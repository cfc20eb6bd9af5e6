// One attachment as it stands on the screen. Thread: the window's; what takes time is done on others.
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <QWidget>
#include <functional>
#include <memory>

#include "candidate-client/ui/Catalogue.hpp"
#include "common/base/Result.hpp"
#include "common/content/Item.hpp"

namespace vigie::candidate {

class DocumentView : public QWidget {
 public:
  virtual void speak(ui::Language language) = 0;  // the window's words
  virtual void looksChanged() {}

  bool isReady() const { return ready_; }
  std::function<void()> onReady;
  std::function<void(const base::Error&)> onFailed;

 protected:
  void ready() {
    if (std::exchange(ready_, true)) return;
    if (onReady) onReady();
  }
  void failed(const base::Error& error) const {
    if (onFailed) onFailed(error);
  }

  // `work` on another thread, then `done` with what it gave on this one, unless the view has gone.
  template <class Work, class Done>
  void inBackground(Work work, Done done) {
    QThreadPool::globalInstance()->start([view = QPointer<DocumentView>(this), work, done] {
      auto result = std::make_shared<decltype(work())>(work());
      QMetaObject::invokeMethod(
          QCoreApplication::instance(),
          [view, done, result] {
            if (view) done(std::move(*result));
          },
          Qt::QueuedConnection);
    });
  }

 private:
  bool ready_ = false;
};

// `language`: of the question. Its name is said by a screen reader with what it shows.
std::unique_ptr<DocumentView> makeDocumentView(const content::Attachment& attachment, const std::string& language);

}  // namespace vigie::candidate
