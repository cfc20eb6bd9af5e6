// Every number a fact depends on, in one place, with what it separates. Grey levels are 0-255; lengths are shares of
// the frame or of the face; times are milliseconds. Set from the labelled pictures and
// generated streams; `vision-report` prints what they give, in two halves so that a change can be tuned on one.
#pragma once

#include <cstdint>

namespace vigie::vision {

struct Thresholds {
  // Quality. `detail` is the 99th percentile of the gradient of a 4x4-reduced picture, noise taken out: the sharpest
  // edges there are. Ordinary pictures have 67 to 270, at 0.15 of the light 10 to 40; a covered lens 1 to 4, and 6 to 8
  // where a camera's JPEG is so coarse (quality 40 to 30) that its blocks have edges.
  float flatDetail = 9;          // below: there is nothing to see
  float flatRelief = 0.35F;      // detail / (structure + 1) below: only shades, no edge, whatever the contrast
  float blackLuma = 20;          // flat and darker: black; flat and lighter: covered
  float dimHighlight = 62;       // 90th percentile of cell means; ordinary 100 to 250, at 0.15 of the light at most 38
  float dimHighlightClear = 72;  // hysteresis
  float blurredSharpness = 0.40F;  // fine second difference / gradient: ordinary 0.6 to 2, defocused 0.1 to 0.35
  std::int64_t qualityOnMs = 900;
  std::int64_t qualityOffMs = 600;

  // Freshness.
  std::int64_t frozenOnMs = 3000;     // exact duplicates for so long; a live sensor never gives two in a row
  float duplicateChange = 0.0008F;    // mean absolute difference a codec may leave in a still picture
  std::int64_t loopShortestMs = 800;  // periods that are looked for
  std::int64_t loopLongestMs = 60000;
  float loopResidual = 0.30F;    // difference to one period ago / difference to the frame before
  float loopMotion = 0.8F;       // least difference to the frame before that such a comparison needs
  std::int64_t loopOnMs = 5000;  // at one and the same period

  // Presence.
  float smallestFace = 0.085F;  // of the long side of the frame
  float strongVotes = 7;        // overlapping detections of a cascade: true faces mostly 8 to 30, others 2 to 5
  float weakVotes = 2;
  float followLikeness = 0.55F;  // correlation with the last seen picture of the face: still there
  float bodyLikeness = 0.55F;
  std::int64_t fullSearchMs = 1000;
  std::int64_t checkMs = 600;
  std::int64_t followMs = 4000;   // without a detection, as long as the face or the body is followed
  std::int64_t missMs = 1600;     // without a detection and with nothing to follow
  std::int64_t secondOnMs = 900;  // a second face must last
  std::int64_t secondOffMs = 1200;
  std::int64_t turnedOnMs = 1600;
  std::int64_t staticOnMs = 40000;
  float staticChange = 4.0F;  // largest change of a twelfth of the face, noise apart, while not moving

  // Appearance before and after a break.
  float changedDifference = 0.8F;  // halves of clips of one person up to 0.75, of two people from 0.9
  int changedFrames = 6;
};

}  // namespace vigie::vision
