# Parsing headers is two thirds of a cold build. A few precompiled headers, each compiled once, serve all libraries,
# programs and tests. -DVIGIE_PCH=OFF finds a file that forgot an include of its own.
set(VIGIE_PCH_STANDARD
  <algorithm> <array> <chrono> <condition_variable> <cstdint> <expected> <filesystem> <fstream> <functional> <future>
  <iostream> <map> <memory> <mutex> <optional> <random> <ranges> <set> <span> <sstream> <string> <string_view> <thread>
  <unordered_map> <utility> <variant> <vector> <nlohmann/json.hpp>)
set(VIGIE_PCH_library "")
set(VIGIE_PCH_program "<CLI/CLI.hpp>")
set(VIGIE_PCH_test "<gmock/gmock.h>")
set(VIGIE_PCH_MESSAGES "${CMAKE_BINARY_DIR}/generated/common/exam/records.pb.h"
  "${CMAKE_BINARY_DIR}/generated/common/protocol/messages.pb.h")

# vigie_pch_<kind>[_messages]: what the targets of this kind borrow from.
function(vigie_pch_target kind name)
  if(kind STREQUAL "library")
    add_library(${name} STATIC EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/pch/empty.cpp")
  else()
    add_executable(${name} EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/pch/main.cpp")
  endif()
  target_link_libraries(${name} PRIVATE vigie_options CLI11::CLI11 GTest::gmock)
  # Without the time in it the same header gives the same file, which a compiler cache can know again.
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()

# Whether `name` uses our messages, itself or through what it uses.
function(vigie_uses_messages name out)
  set(seen "")
  set(open ${name})
  while(open)
    list(POP_FRONT open one)
    if(one MATCHES "_(records|messages)$")
      set(${out} TRUE PARENT_SCOPE)
      return()
    endif()
    list(APPEND seen ${one})
    get_property(uses GLOBAL PROPERTY VIGIE_USES_${one})
    list(APPEND open ${uses})
    list(REMOVE_DUPLICATES open)
    list(REMOVE_ITEM open ${seen})
  endwhile()
  set(${out} FALSE PARENT_SCOPE)
endfunction()

# After every target is known. A target with compile options of its own would not fit the header and goes without.
function(vigie_precompile_headers)
  # Written only when it changes: each configuration would otherwise compile every header again.
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/pch/empty.cpp" CONTENT "")
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/pch/main.cpp" CONTENT "int main() {}\n")
  foreach(kind library program test)
    vigie_pch_target(${kind} vigie_pch_${kind})
    target_precompile_headers(vigie_pch_${kind} PRIVATE ${VIGIE_PCH_STANDARD} ${VIGIE_PCH_${kind}})
    vigie_pch_target(${kind} vigie_pch_${kind}_messages)
    target_link_libraries(vigie_pch_${kind}_messages PRIVATE vigie_protocol_messages)
    target_precompile_headers(vigie_pch_${kind}_messages PRIVATE
      ${VIGIE_PCH_STANDARD} ${VIGIE_PCH_${kind}} ${VIGIE_PCH_MESSAGES})
  endforeach()
  get_property(targets GLOBAL PROPERTY VIGIE_TARGETS)
  foreach(entry IN LISTS targets)
    string(REPLACE "|" ";" entry "${entry}")
    list(GET entry 0 target)
    list(GET entry 1 kind)
    list(GET entry 2 name)
    get_target_property(options ${target} COMPILE_OPTIONS)
    if(options)
      continue()
    endif()
    vigie_uses_messages(${name} messages)
    if(messages)
      target_precompile_headers(${target} REUSE_FROM vigie_pch_${kind}_messages)
    else()
      target_precompile_headers(${target} REUSE_FROM vigie_pch_${kind})
    endif()
  endforeach()
endfunction()
