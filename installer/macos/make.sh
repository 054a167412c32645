#!/bin/sh
# The way from the sources to a signed, notarised dmg, on a Mac. Never tried: there was none. See README.md.
# Without --do it only prints what it would run.
#   IDENTITY="Developer ID Application: NAME (TEAM)" NOTARY=KEYCHAIN-PROFILE installer/macos/make.sh [--do]
set -eu
cd "$(dirname "$0")/../.."

run() {
    if [ "$really" = yes ]; then "$@"; else printf '%s ' "$@"; printf '\n'; fi
}

case "${1-}" in
    --do) really=yes ;;
    '') really=no ;;
    *) echo "usage: make.sh [--do]" >&2; exit 2 ;;
esac
if [ "$really" = yes ] && [ "$(uname -s)" != Darwin ]; then
    echo "make.sh: needs a Mac" >&2
    exit 2
fi
identity=${IDENTITY--}
python=.venv-freezer/bin/python
prepared=.work/freeze/darwin
app=dist/macos/wssdiag.app
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' wssdiag/__init__.py)
dmg=dist/wssdiag-$version.dmg

# 1. Python and the packages of the lock, with their hashes; what the recipe reads.
run python3.11 -m venv .venv-freezer
run "$python" -m pip install --require-hashes --only-binary :all: -r requirements-freezer.lock
run mkdir -p "$prepared/wssdiag.iconset"
run "$python" -m build.mac "$prepared"
run iconutil --convert icns --output "$prepared/wssdiag.icns" "$prepared/wssdiag.iconset"

# 2. The app, for the processor of this Mac.
run "$python" -m PyInstaller --noconfirm --clean --distpath dist/macos --workpath .work/freeze/macos-work build/wssdiag.spec

# 3. The signature: each library first, the app last. "-" signs for this Mac alone, and cannot be notarised.
run find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' -o -path '*.framework/Versions/*/Qt*' \) \
    -exec codesign --force --timestamp --options runtime --sign "$identity" {} +
run codesign --force --timestamp --options runtime --entitlements installer/macos/entitlements.plist --sign "$identity" "$app"
run codesign --verify --deep --strict --verbose=2 "$app"

# 4. The image, which Apple looks at.
run hdiutil create -volname wssdiag -srcfolder "$app" -format UDZO -ov "$dmg"
if [ "$identity" != - ]; then
    run codesign --timestamp --sign "$identity" "$dmg"
    run xcrun notarytool submit "$dmg" --keychain-profile "${NOTARY:?the profile that notarytool store-credentials made}" --wait
    run xcrun stapler staple "$dmg"
    run spctl --assess --type open --context context:primary-signature --verbose "$dmg"
fi

# 5. Is it whole?
run "$app/Contents/MacOS/wssdiag" --self-test
