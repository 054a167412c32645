# Detection script of an Intune remediation, and discovery script of a Configuration Manager configuration item.
# Run as SYSTEM. Prints one line; exit code 1: a problem was found, 0: everything else. Changes nothing.
# A 32-bit PowerShell calls another folder Program Files.
$folder = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
$program = Join-Path $folder 'wssdiag\wssdiag-cli.exe'
if (-not (Test-Path -LiteralPath $program)) { 'wssdiag is not installed'; exit 0 }
$out = & $program check --format json --deadline 120
$code = $LASTEXITCODE
if ($code -notin 0, 1, 4) { "wssdiag failed: exit code $code"; exit 0 }
$verdict = (($out -join "`n") | ConvertFrom-Json).verdict
"$($verdict.status) $($verdict.cause)".Trim()
if ($code -eq 1) { exit 1 }
exit 0
