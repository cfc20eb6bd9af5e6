#include "candidate-client/ui/activity/Registry.hpp"

#include <algorithm>
#include <array>

#include "candidate-client/ui/activity/call-share/CallShare.hpp"
#include "candidate-client/ui/activity/click-targets/ClickTargets.hpp"
#include "candidate-client/ui/activity/context-menu/ContextMenu.hpp"
#include "candidate-client/ui/activity/desktop/Desktop.hpp"
#include "candidate-client/ui/activity/drag-drop/DragDrop.hpp"
#include "candidate-client/ui/activity/file-explorer/FileExplorer.hpp"
#include "candidate-client/ui/activity/form-fill/FormFill.hpp"
#include "candidate-client/ui/activity/mailbox/Mailbox.hpp"
#include "candidate-client/ui/activity/password-setup/PasswordSetup.hpp"
#include "candidate-client/ui/activity/scroll-page/ScrollPage.hpp"
#include "candidate-client/ui/activity/settings/Settings.hpp"
#include "candidate-client/ui/activity/spreadsheet/Spreadsheet.hpp"
#include "candidate-client/ui/activity/task-list/TaskList.hpp"
#include "candidate-client/ui/activity/text-edit/TextEdit.hpp"
#include "candidate-client/ui/activity/two-factor-setup/TwoFactorSetup.hpp"
#include "candidate-client/ui/activity/web/SearchResults.hpp"
#include "candidate-client/ui/activity/web/WebSite.hpp"
#include "candidate-client/ui/activity/windows/Windows.hpp"

namespace vigie::activity {
namespace {

template <class Widget>
std::unique_ptr<Interaction> make(const Spec& spec) {
  return std::make_unique<Widget>(spec);
}

struct Registration {
  const char* type;
  std::unique_ptr<Interaction> (*make)(const Spec&);
};

constexpr auto kTypes = std::to_array<Registration>({
    {"click-targets", make<ClickTargets>},
    {"desktop", make<Desktop>},
    {"context-menu", make<ContextMenu>},
    {"drag-drop", make<DragDrop>},
    {"scroll-page", make<ScrollPage>},
    {"text-edit", make<TextEdit>},
    {"form-fill", make<FormFill>},
    {"windows", make<Windows>},
    {"task-list", make<TaskList>},
    {"mail-read", make<Mailbox>},
    {"mail-sort", make<Mailbox>},
    {"mail-reply", make<Mailbox>},
    {"mail-forward", make<Mailbox>},
    {"mail-send", make<Mailbox>},
    {"mail-phishing", make<Mailbox>},
    {"mail-inspect", make<Mailbox>},
    {"file-explorer", make<FileExplorer>},
    {"spreadsheet", make<Spreadsheet>},
    {"search-results", make<SearchResults>},
    {"web-site", make<WebSite>},
    {"settings", make<Settings>},
    {"cookie-banner", make<Settings>},
    {"call-settings", make<Settings>},
    {"call-share", make<CallShare>},
    {"password-setup", make<PasswordSetup>},
    {"two-factor-setup", make<TwoFactorSetup>},
});

}  // namespace

QStringList knownTypes() {
  QStringList types;
  for (const Registration& each : kTypes) types << QLatin1String(each.type);
  return types;
}

base::Result<std::unique_ptr<Interaction>> makeInteraction(const Spec& spec) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(),
                                  [&](const Registration& each) { return spec.type() == QLatin1String(each.type); });
  if (found == kTypes.end()) {
    return base::fail("activity-unknown", "this version shows no activity \"" + spec.type().left(40).toStdString() +
                                              "\"; it shows " + knownTypes().join(", ").toStdString());
  }
  auto interaction = found->make(spec);
  if (!spec.fault().isEmpty()) return base::fail("activity-wrong", spec.fault().toStdString());
  return interaction;
}

}  // namespace vigie::activity
