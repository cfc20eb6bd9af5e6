// One function per section of a reference vector file: computes the expected values of one row, in place.
#pragma once

#include "tests/tools/score-batch/Vectors.hpp"

namespace vigie::tools {

void computeSequence(const Vectors& vectors, Json& row);  // capacity, errorRate
void computeEdge(const Vectors& vectors, Json& row);      // capacity, errorRate
void computeNext(const Vectors& vectors, Json& row);      // expected
void computeTies(const Vectors& vectors, Json& row);      // possible
void computeScoring(const Vectors& vectors, Json& row);   // pixScore, mesh, levels
void computeInverse(const Vectors& vectors, Json& row);   // mesh, capacity
void computeFinal(const Vectors& vectors, Json& row);     // rawCapacity, rawErrorRate, downgrade, expected
void computeLegacy(const Vectors& vectors, Json& row);    // answered, capacity, errorRate, minimalSuccessRate, possible

// All sections that the file has; others stay as they are. Throws InputError naming section and row.
void computeAll(Json& file);

// One record per line, as the reference files.
std::string writeFile(const Json& file);

}  // namespace vigie::tools
