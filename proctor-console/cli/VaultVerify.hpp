// `vault verify`: the centre reads its vault back, picture by picture, and says what it found. Damage fails; a picture
// that never arrived is named, and is no damage.
#pragma once

#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {

base::Result<Page> verifyVault(Context& context);

}  // namespace vigie::cli
