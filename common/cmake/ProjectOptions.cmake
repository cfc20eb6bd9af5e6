# One INTERFACE target carries the standard, the warnings and the hardening of every target of ours.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
# A fast unoptimised line table is enough to read a crash; full debug information triples the link time.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

find_program(VIGIE_CCACHE ccache)
if(VIGIE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${VIGIE_CCACHE}")
endif()

option(VIGIE_PCH "Parse the standard library, protobuf, JSON and GoogleTest once (common/cmake/PrecompiledHeaders.cmake)" ON)
set(VIGIE_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined")

add_library(vigie_options INTERFACE)
target_include_directories(vigie_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(vigie_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Werror
  "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=." -ffp-contract=off
  -fstack-protector-strong)
if(VIGIE_PCH)
  target_compile_options(vigie_options INTERFACE -fPIC)  # everywhere, as Qt asks: one precompiled header fits all
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(vigie_options INTERFACE -fcolor-diagnostics)
  target_link_options(vigie_options INTERFACE -fuse-ld=lld-19)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo" AND NOT VIGIE_SANITIZE)
  target_compile_options(vigie_options INTERFACE -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS)
  target_link_options(vigie_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(VIGIE_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "-g1")  # names and lines of a report; what the debugger wants besides costs a quarter of the build
  target_compile_options(vigie_options INTERFACE "-fsanitize=${VIGIE_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
  target_link_options(vigie_options INTERFACE "-fsanitize=${VIGIE_SANITIZE}")
endif()

find_package(OpenSSL 3 REQUIRED)
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(spdlog REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Test)
