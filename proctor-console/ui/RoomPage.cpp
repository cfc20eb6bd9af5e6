#include "proctor-console/ui/RoomPage.hpp"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "proctor-console/ui/Flow.hpp"
#include "proctor-console/ui/SessionAction.hpp"

namespace vigie::window {
namespace {

namespace message = protocol::message;

// Without case and accents: "noel" finds "Noël".
QString folded(const std::string& text) {
  QString out = toQt(text).normalized(QString::NormalizationForm_D).toCaseFolded();
  out.removeIf([](QChar one) { return one.category() == QChar::Mark_NonSpacing; });
  return out;
}

}  // namespace

RoomPage::RoomPage(const Context& context, const base::SessionId& session, RoomDoors doors, QWidget* parent)
    : QWidget(parent), context_(context), session_(session) {
  setObjectName(QStringLiteral("page"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  alertBar_ = new AlertBar(
      context_,
      [this](const base::CandidateRef& candidate) {
        choose(candidate);
        if (panel_ != nullptr) panel_->focusDecision();
      },
      this);
  column->addWidget(alertBar_);

  auto* body = new QWidget(this);
  body->setObjectName(QStringLiteral("pageBody"));
  auto* row = new QHBoxLayout(body);
  row->setSpacing(12);
  // The tools scroll away with the tiles: large letters leave little room, and the report on top never moves.
  auto* scroll = new QScrollArea(body);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* left = new QWidget(scroll);
  left->setObjectName(QStringLiteral("pageBody"));
  auto* leftColumn = new QVBoxLayout(left);
  leftColumn->setContentsMargins(0, 0, 6, 0);
  leftColumn->setSpacing(10);
  leftColumn->addWidget(buildTools(doors));
  empty_ = makeLabel({}, "quiet", left);
  leftColumn->addWidget(empty_);
  tiles_ = new TileGrid(left);
  leftColumn->addWidget(tiles_);
  leftColumn->addStretch(1);
  scroll->setWidget(left);
  row->addWidget(scroll, 1);
  side_ = new QScrollArea(body);
  side_->setWidgetResizable(true);
  side_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  side_->setWidget(buildRoomActions());
  row->addWidget(side_);
  column->addWidget(body, 1);
}

QWidget* RoomPage::buildTools(const RoomDoors& doors) {
  auto* tools = new QWidget(this);
  auto* column = new QVBoxLayout(tools);
  column->setContentsMargins(0, 0, 0, 0);
  auto* heading = new Flow(10);
  title_ = new QLabel(tools);
  title_->setObjectName(QStringLiteral("title"));
  demonstration_ = new QLabel(context_.say({"DÉMONSTRATION", "DEMONSTRATION"}), tools);
  demonstration_->setObjectName(QStringLiteral("stamp"));
  demonstration_->hide();
  heading->addWidget(title_);
  heading->addWidget(demonstration_);
  column->addLayout(heading);
  counts_ = makeLabel({}, "quiet", tools);
  column->addWidget(counts_);
  auto* row = new Flow(8);
  row->addWidget(makeButton(context_.say({"← Séances", "← Sessions"}), Kind::plain, doors.toSessions, tools));
  row->addWidget(
      makeButton(context_.say({"Candidats et codes", "Candidates and codes"}), Kind::plain, doors.toCandidates, tools));
  confirmAll_ = new Action(context_, {.label = {}, .kind = Kind::primary}, [this] { return confirmAll(); }, tools);
  confirmAll_->button().setObjectName(QStringLiteral("confirmAll"));
  confirmAll_->hide();
  row->addWidget(confirmAll_);
  search_ = new QLineEdit(tools);
  search_->setPlaceholderText(context_.say({"Chercher un nom ou un poste", "Find a name or a seat"}));
  search_->setAccessibleName(search_->placeholderText());
  search_->setClearButtonEnabled(true);
  QObject::connect(search_, &QLineEdit::textChanged, this, [this] { refresh(); });
  row->addWidget(search_);
  onlyUrgent_ = new QCheckBox(context_.say({"Seulement qui m'attend", "Only who needs me"}), tools);
  QObject::connect(onlyUrgent_, &QCheckBox::toggled, this, [this] { refresh(); });
  row->addWidget(onlyUrgent_);
  column->addLayout(row);
  return tools;
}

// What is done for everybody; it stands where a chosen candidate's panel will be.
QWidget* RoomPage::buildRoomActions() {
  auto* box = new QWidget(this);
  box->setObjectName(QStringLiteral("pageBody"));
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  auto* panel = new QWidget(box);
  panel->setObjectName(QStringLiteral("panel"));
  panel->setAttribute(Qt::WA_StyledBackground);
  auto* inside = new QVBoxLayout(panel);
  inside->addWidget(makeLabel(context_.say({"Toute la salle", "The whole room"}), "subtitle", panel));
  next_ = makeSessionAction(context_, session_, panel);
  inside->addWidget(next_);
  pause_ = new Action(
      context_, {.label = context_.say({"Mettre la salle en pause", "Pause the room"})},
      [this] { return std::optional(isPaused_ ? console::resumeSession(session_) : console::pauseSession(session_)); },
      panel);
  pause_->button().setObjectName(QStringLiteral("pauseRoom"));
  inside->addWidget(pause_);
  inside->addWidget(makeLabel(context_.say({"Message à tous", "Message to everybody"}), "strong", panel));
  text_ = new QLineEdit(panel);
  text_->setAccessibleName(context_.say({"Message à tous", "Message to everybody"}));
  text_->setMaxLength(500);
  inside->addWidget(text_);
  send_ = new Action(
      context_,
      {.label = context_.say({"Envoyer à tous", "Send to everybody"}),
       .done = context_.say({"Envoyé à tous.", "Sent to everybody."})},
      [this]() -> std::optional<console::Order> {
        const QString text = text_->text().trimmed();
        if (!text.isEmpty()) return console::messageEverybody(session_, text.toStdString());
        send_->refuse(context_.say({"Écrivez d'abord le message.", "Write the message first."}));
        return std::nullopt;
      },
      panel);
  send_->onDone([this] { text_->clear(); });
  inside->addWidget(send_);
  QObject::connect(text_, &QLineEdit::returnPressed, &send_->button(), &QPushButton::click);
  column->addWidget(panel);
  column->addStretch(1);
  return box;
}

void RoomPage::show(const console::Outlook& outlook) {
  const int wide = fontMetrics().averageCharWidth() * 36;
  if (side_->width() != wide) side_->setFixedWidth(wide);
  search_->setMinimumWidth(fontMetrics().horizontalAdvance(search_->placeholderText()) + 3 * fontMetrics().height());
  if (!outlook.room || !outlook.room->session()) {
    empty_->setText(context_.say({"La salle arrive…", "The room is on its way…"}));
    return;
  }
  const console::Room& room = *outlook.room;
  showSession(*room.session());
  alertBar_->show(room);
  showTiles(outlook);
  if (panel_ != nullptr) panel_->show(outlook);
}

void RoomPage::showSession(const message::SessionView& view) {
  title_->setText(context_.say({"Séance {}", "Session {}"}, {view.ticket()}));
  demonstration_->setVisible(view.kind() == "demonstration");
  counts_->setText(context_.say({"Candidats : {} · en cours : {} · terminés : {} · signalements à trancher : {}",
                                 "Candidates: {} · running: {} · finished: {} · reports to decide: {}"},
                                {std::to_string(view.candidates()), std::to_string(view.running()),
                                 std::to_string(view.ended()), std::to_string(view.open_alerts())}));
  isPaused_ = view.paused();
  const bool isOpen = console::sessionPhase(view.phase()) == exam::SessionPhase::open;
  pause_->setVisible(isOpen);
  pause_->setWords({.label = isPaused_ ? context_.say({"Reprendre avec tous", "Resume with everybody"})
                                       : context_.say({"Mettre la salle en pause", "Pause the room"}),
                    .kind = isPaused_ ? Kind::primary : Kind::plain});
  send_->setPossible(isOpen,
                     context_.say({"Possible quand la séance est ouverte", "Possible while the session is open"}));
  showSessionAction(context_, *next_, view);
}

void RoomPage::showTiles(const console::Outlook& outlook) {
  const console::Room& room = *outlook.room;
  std::vector<base::CandidateRef> order;
  std::size_t toConfirm = 0;
  for (const message::CandidateView* view : room.byName()) {
    const auto ref = base::CandidateRef::fromBytes(view->candidate());
    if (!ref) continue;
    if (room.attention(*view) == console::Attention::confirmPresence) ++toConfirm;
    // A tile depends on its candidate and on their reports.
    std::string bytes = view->SerializeAsString();
    for (const message::AlertView* alert : room.openAlerts()) {
      if (alert->candidate() == view->candidate()) bytes += alert->SerializeAsString();
    }
    Tile& tile = tiles_->put(*ref);
    if (const auto [place, isNew] = shownViews_.try_emplace(*ref, bytes); isNew || place->second != bytes) {
      if (isNew) {
        QObject::connect(&tile, &QPushButton::clicked, this, [this, candidate = *ref] { choose(candidate); });
      }
      place->second = bytes;
      tile.show(console::tileWords(room, *view, context_.text), view->remaining_ms(), context_.text);
    }
    showPicture(tile, *ref, outlook);
    if (isWanted(room, *view)) order.push_back(*ref);
  }
  empty_->setVisible(order.empty());
  if (order.empty()) {
    empty_->setText(room.candidates().empty()
                        ? context_.say({"Personne n'est encore inscrit. « Candidats et codes » sert à inscrire.",
                                        "Nobody was added yet. \"Candidates and codes\" is where to add people."})
                        : context_.say({"Personne ne correspond.", "Nobody matches."}));
  }
  tiles_->arrange(order);
  confirmAll_->setVisible(toConfirm > 1);
  confirmAll_->setWords({.label = context_.say({"Confirmer la présence des {}", "Confirm the presence of all {}"},
                                               {std::to_string(toConfirm)}),
                         .kind = Kind::primary});
}

void RoomPage::showPicture(Tile& tile, const base::CandidateRef& candidate, const console::Outlook& outlook) {
  const auto found = outlook.pictures.find(candidate);
  if (found == outlook.pictures.end()) return tile.setPicture({}, toQt(tile.words().capture));
  const message::PictureView& picture = *found->second;
  if (shownPictures_[candidate] == picture.number()) return;
  shownPictures_[candidate] = picture.number();
  const QImage image =
      QImage::fromData(reinterpret_cast<const uchar*>(picture.jpeg().data()), static_cast<int>(picture.jpeg().size()));
  const QString caption = context_.say({"Image de {}", "Picture of {}"}, {context_.text.time(picture.taken_ms())});
  tile.setPicture(image, caption);
  if (panel_ != nullptr && panel_->candidate() == candidate) panel_->setPicture(image, caption);
}

bool RoomPage::isWanted(const console::Room& room, const message::CandidateView& view) const {
  if (onlyUrgent_->isChecked() && room.attention(view) == console::Attention::none) return false;
  const QString wanted = folded(search_->text().trimmed().toStdString());
  if (wanted.isEmpty()) return true;
  return folded(view.family_name() + " " + view.given_name() + " " + view.family_name()).contains(wanted) ||
         folded(view.workstation_label()).contains(wanted);
}

void RoomPage::refresh() {
  const console::Outlook& outlook = context_.desk.outlook();
  if (outlook.room && outlook.room->id() == session_) showTiles(outlook);
}

// Each presence is one signed command of its own; the last one is the button's.
std::optional<console::Order> RoomPage::confirmAll() {
  const auto room = context_.desk.outlook().room;  // ours: the desk may have a newer one before we are through
  std::optional<console::Order> last;
  if (!room) return last;
  for (const auto& [ref, view] : room->candidates()) {
    if (room->attention(view) != console::Attention::confirmPresence) continue;
    if (last) {
      const QPointer<Action> button(confirmAll_);
      context_.desk.give(std::move(*last), [this, button](const std::optional<base::Error>& refusal) {
        if (refusal && button) button->refuse(context_.explain(*refusal), toQt(refusal->detail));
      });
    }
    last = console::confirmPresence(session_, ref);
  }
  return last;
}

void RoomPage::choose(const base::CandidateRef& candidate) {
  if (chosen_) {
    if (Tile* before = tiles_->tile(*chosen_)) before->setChosen(false);
  }
  chosen_ = candidate;
  if (Tile* tile = tiles_->tile(candidate)) tile->setChosen(true);
  if (panel_ == nullptr || panel_->candidate() != candidate) {
    auto* box = side_->widget();
    auto* column = dynamic_cast<QVBoxLayout*>(box->layout());
    if (panel_ != nullptr) {
      panel_->hide();
      panel_->deleteLater();
    }
    panel_ = new CandidatePanel(context_, session_, candidate, box);
    column->insertWidget(0, panel_);
    if (const Tile* tile = tiles_->tile(candidate)) panel_->setPicture(tile->picture(), tile->caption());
  }
  side_->verticalScrollBar()->setValue(0);
  const console::Outlook& outlook = context_.desk.outlook();
  if (outlook.room && outlook.room->id() == session_) panel_->show(outlook);
}

void RoomPage::tick() {
  alertBar_->tick();
  tiles_->tick();
}

}  // namespace vigie::window
