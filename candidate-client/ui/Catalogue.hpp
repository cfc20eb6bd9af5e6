// Every text of the candidate's window, in each language, in one table (Catalogue.cpp); and what a refusal's or a
// notice's code means in plain words (Codes.cpp). Thread: any.
#pragma once

#include <QString>
#include <string>

#include "common/ui/Language.hpp"

namespace vigie::candidate {

enum class Text {
  // around every screen
  otherLanguage,
  textSmaller,
  textLarger,
  textSize,
  spacing,
  colours,
  coloursLight,
  coloursDark,
  coloursContrast,
  demonstration,
  windowTitle,
  messageFromStaff,
  messageRead,
  // the workstation comes to its centre
  enrolTitle,
  enrolLead,
  enrolCode,
  enrolTrusted,
  enrolHost,
  enrolGo,
  enrolBusy,
  // link
  connectingTitle,
  connectingLead,
  // check-in
  codeTitle,
  codeLead,
  codeLabel,
  codeGo,
  codeBusy,
  nameTitle,
  nameLead,
  nameYes,
  nameNo,
  nameNoTitle,
  nameNoLead,
  nameBack,
  recordTitle,
  recordLead,
  recordAnswers,
  recordAnswersWhy,
  recordCamera,
  recordCameraWhy,
  recordScreen,
  recordScreenWhy,
  recordWho,
  recordRefusal,
  recordAccept,
  recordRefuse,
  recordNoCamera,
  recordContinue,
  waitTitle,
  waitLead,
  waitTips,
  waitTipQuestion,
  waitTipTime,
  waitTipProblem,
  waitTipKeys,
  beginTitle,
  beginLead,
  beginGo,
  beginBusy,
  practiceTitle,
  practiceGo,
  practiceNothingCounts,
  practiceMayBegin,
  practiceStop,
  // question
  questionOf,
  timeLeft,
  timeHour,
  timeMinutes,
  timeSeconds,
  timeShow,
  timeHide,
  answersGroup,
  oneAnswer,
  severalAnswers,
  typeAnswer,
  fieldAnswer,
  validate,
  validating,
  validateEmpty,
  report,
  cannotShow,
  cannotShowReport,
  cannotShowReported,
  choiceNumber,
  numberHint,
  numberUnread,
  dateHint,
  dateUnread,
  timeHint,
  timeUnread,
  tooLong,
  timedTitle,
  timedLead,
  timedKeep,
  timedGo,
  timedLeft,
  timedOver,
  focusStay,
  focusLeft,
  // documents of a question
  documents,
  documentOne,
  pictureLarger,
  pictureSmaller,
  describeShow,
  describeHide,
  pageOf,
  pagePrevious,
  pageNext,
  pageWords,
  pagePicture,
  // report a problem
  reportTitle,
  reportLead,
  reportDisplay,
  reportCannot,
  reportAccess,
  reportOther,
  reportComment,
  reportSend,
  reportCancel,
  reportChoose,
  // calm screens
  silentTitle,
  silentLead,
  pausedTitle,
  pausedLead,
  alertTitle,
  alertLead,
  helpTitle,
  helpLead,
  helpCode,
  endedTitle,
  endedLead,
  endedNext,
  endedLeave,
  // camera
  cameraOn,
  cameraRefused,
  cameraNone,
  cameraFailed,
  count
};

QString say(Text text, ui::Language language);

// Plain words for a refusal or a notice; an unknown code gets a sentence that asks for the invigilator and names it.
QString sayCode(const std::string& code, ui::Language language);
bool isExplained(const std::string& code);

// "1 h 12 min", "4 min", from the last five minutes on "4 min 05 s".
QString sayTime(std::int64_t ms, ui::Language language);

}  // namespace vigie::candidate
