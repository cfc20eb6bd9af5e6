include(GoogleTest)

# One folder = one library = one namespace. Usage:
#   vigie_library(exam SOURCES a.cpp b.cpp USES base crypto scoring LINKS OpenSSL::Crypto)
# makes the target vigie_exam. USES names libraries of ours and is what tests/arrows checks; LINKS are private
# outside libraries, PUBLIC_LINKS those that our headers show.
function(vigie_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LINKS;PUBLIC_LINKS" ${ARGN})
  add_library(vigie_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(vigie_${name} PUBLIC vigie_options ${ARG_PUBLIC_LINKS} PRIVATE ${ARG_LINKS})
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(vigie_${name} PUBLIC vigie_${used})
  endforeach()
  vigie_declare(${name} ${ARG_USES})
  vigie_alone(${name})
  vigie_precompiles(vigie_${name} library ${name} ${ARG_USES})
endfunction()

# Remembers who declares to use whom; tests/arrows holds it against ARCHITECTURE.md.
function(vigie_declare name)
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  list(JOIN ARGN " " uses)
  set_property(GLOBAL APPEND_STRING PROPERTY VIGIE_DECLARED "${folder}|${name}|${uses}\n")
endfunction()

# Remembers what is compiled with which precompiled header (PrecompiledHeaders.cmake).
function(vigie_precompiles target kind name)
  set_property(GLOBAL APPEND PROPERTY VIGIE_TARGETS "${target}|${kind}|${name}")
  set_property(GLOBAL PROPERTY "VIGIE_USES_${name}" "${ARGN}")
endfunction()

# <name>-alone: the whole library and nothing but what it declares, with no symbol left open. A static library never
# asks that question. Not for the sanitizers, whose own symbols stay open in a shared object.
function(vigie_alone name)
  if(VIGIE_SANITIZE)
    return()
  endif()
  set(empty "${CMAKE_BINARY_DIR}/alone/empty.cpp")
  if(NOT EXISTS "${empty}")
    file(WRITE "${empty}" "")
  endif()
  add_library(${name}-alone SHARED EXCLUDE_FROM_ALL "${empty}")
  target_link_libraries(${name}-alone PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,vigie_${name}>" -Wl,--no-undefined)
  set_target_properties(${name}-alone PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/alone")
  set_property(GLOBAL APPEND PROPERTY VIGIE_ALONE ${name}-alone)
endfunction()

# vigie_program(center-server SOURCES main.cpp USES exam LINKS CLI11::CLI11): build/<preset>/bin/center-server
function(vigie_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_compile_definitions(${name} PRIVATE VIGIE_VERSION="${PROJECT_VERSION}")
  target_link_libraries(${name} PRIVATE vigie_options ${ARG_LINKS})
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(${name} PRIVATE vigie_${used})
  endforeach()
  vigie_declare(${name} ${ARG_USES})
  vigie_precompiles(${name} program program-${name} ${ARG_USES})
endfunction()

# vigie_test(scoring SOURCES AbilityTest.cpp USES scoring): one GoogleTest program, its cases found by ctest.
# TOGETHER NAME=FILTER…: cases that run as one entry of ctest, where starting a process costs more than a case.
function(vigie_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LINKS;TOGETHER" ${ARGN})
  add_executable(${name}-tests ${ARG_SOURCES})
  target_link_libraries(${name}-tests PRIVATE vigie_options GTest::gmock_main ${ARG_LINKS})
  target_compile_definitions(${name}-tests PRIVATE
    VIGIE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" VIGIE_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(${name}-tests PRIVATE vigie_${used})
  endforeach()
  vigie_precompiles(${name}-tests test test-${name} ${ARG_USES})
  set(grouped "")
  foreach(group IN LISTS ARG_TOGETHER)
    string(REGEX MATCH "^([^=]+)=(.+)$" _ "${group}")
    add_test(NAME "${name}.${CMAKE_MATCH_1}" COMMAND ${name}-tests "--gtest_filter=${CMAKE_MATCH_2}")
    set_tests_properties("${name}.${CMAKE_MATCH_1}" PROPERTIES TIMEOUT 300 FAIL_REGULAR_EXPRESSION "Running 0 tests")
    list(APPEND grouped "${CMAKE_MATCH_2}")
  endforeach()
  set(apart "")
  if(grouped)
    list(JOIN grouped ":" grouped)
    set(apart TEST_FILTER "*-${grouped}")
  endif()
  gtest_discover_tests(${name}-tests TEST_PREFIX "${name}." ${apart} NO_PRETTY_TYPES NO_PRETTY_VALUES
    DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()

# Protobuf messages in a target of their own: generated code does not meet our warnings.
function(vigie_messages name)
  cmake_parse_arguments(ARG "" "" "PROTOS;USES" ${ARGN})
  set(generated "${CMAKE_BINARY_DIR}/generated")
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  file(MAKE_DIRECTORY "${generated}/${folder}")
  set(sources "")
  foreach(proto IN LISTS ARG_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem "${folder}/${proto}")
    add_custom_command(
      OUTPUT "${generated}/${stem}.pb.cc" "${generated}/${stem}.pb.h"
      COMMAND protobuf::protoc "--proto_path=${CMAKE_SOURCE_DIR}" "--cpp_out=${generated}" "${CMAKE_SOURCE_DIR}/${stem}.proto"
      DEPENDS "${CMAKE_SOURCE_DIR}/${stem}.proto" protobuf::protoc)
    list(APPEND sources "${generated}/${stem}.pb.cc" "${generated}/${stem}.pb.h")
  endforeach()
  add_library(vigie_${name} STATIC ${sources})
  target_link_libraries(vigie_${name} PUBLIC protobuf::libprotobuf)
  target_include_directories(vigie_${name} SYSTEM PUBLIC "${generated}")
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(vigie_${name} PUBLIC vigie_${used})
  endforeach()
  if(VIGIE_SANITIZE)
    target_compile_options(vigie_${name} PRIVATE "-fsanitize=${VIGIE_SANITIZE}")
  endif()
  vigie_declare(${name} ${ARG_USES})
  vigie_alone(${name})
endfunction()

# Adds a folder that has a CMakeLists.txt.
function(vigie_add_folder folder)
  if(EXISTS "${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt")
    add_subdirectory("${CMAKE_SOURCE_DIR}/${folder}" "${CMAKE_BINARY_DIR}/${folder}")
  endif()
endfunction()
