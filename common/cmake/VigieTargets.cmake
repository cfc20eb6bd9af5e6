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
endfunction()

# vigie_test(scoring SOURCES AbilityTest.cpp USES scoring): one GoogleTest program, its cases found by ctest.
function(vigie_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_executable(${name}-tests ${ARG_SOURCES})
  target_link_libraries(${name}-tests PRIVATE vigie_options GTest::gmock_main ${ARG_LINKS})
  target_compile_definitions(${name}-tests PRIVATE
    VIGIE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" VIGIE_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(${name}-tests PRIVATE vigie_${used})
  endforeach()
  gtest_discover_tests(${name}-tests TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()

# Protobuf messages in a target of their own: generated code does not meet our warnings.
function(vigie_messages name)
  cmake_parse_arguments(ARG "" "" "PROTOS;USES" ${ARGN})
  add_library(vigie_${name} STATIC ${ARG_PROTOS})
  target_link_libraries(vigie_${name} PUBLIC protobuf::libprotobuf)
  set_target_properties(vigie_${name} PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${CMAKE_BINARY_DIR}/generated")
  target_include_directories(vigie_${name} SYSTEM PUBLIC "${CMAKE_BINARY_DIR}/generated")
  file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/generated")
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(vigie_${name} PUBLIC vigie_${used})
  endforeach()
  protobuf_generate(TARGET vigie_${name} LANGUAGE cpp IMPORT_DIRS "${CMAKE_SOURCE_DIR}"
    PROTOC_OUT_DIR "${CMAKE_BINARY_DIR}/generated")
  if(VIGIE_SANITIZE)
    target_compile_options(vigie_${name} PRIVATE "-fsanitize=${VIGIE_SANITIZE}")
  endif()
endfunction()

# Adds a folder that has a CMakeLists.txt.
function(vigie_add_folder folder)
  if(EXISTS "${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt")
    add_subdirectory("${CMAKE_SOURCE_DIR}/${folder}" "${CMAKE_BINARY_DIR}/${folder}")
  endif()
endfunction()
