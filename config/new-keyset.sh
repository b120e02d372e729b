#!/usr/bin/env bash
# Prints a new masking key: a Tink keyset with one key that serves every transformation. With DLP_PLUGIN, the directory of the
# unpacked archive connect-dlp-transform, the plugin's own command makes it; that also rotates and wraps keysets
# (docs/masking.md, Keys). Without, it is as `tinkey create-keyset --key-template HKDF_SHA256 --out-format json` would make it,
# from the kernel's random numbers.
set -euo pipefail

if [ -n "${DLP_PLUGIN:-}" ]; then
  made=$(mktemp -d)
  trap 'rm -rf "$made"' EXIT
  java -cp "$DLP_PLUGIN/lib/*" io.millrace.connect.dlp.keytool.KeysetTool create "$made/keyset.json" masking
  cat "$made/keyset.json"
  exit 0
fi

id=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
# Tink's HkdfPrfKey: parameters with SHA-256, then 32 bytes of key
key=$({ printf '\022\002\010\003\032\040' && head -c 32 /dev/urandom; } | base64 | tr -d '\n')
cat <<KEYSET
{
  "primaryKeyId": $id,
  "key": [
    {
      "keyId": $id,
      "status": "ENABLED",
      "outputPrefixType": "RAW",
      "keyData": {
        "typeUrl": "type.googleapis.com/google.crypto.tink.HkdfPrfKey",
        "keyMaterialType": "SYMMETRIC",
        "value": "$key"
      }
    }
  ]
}
KEYSET
