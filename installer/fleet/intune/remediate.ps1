# Remediation script that belongs to detect.ps1. Run as SYSTEM. Does the one fix that belongs to the cause, or nothing.
# What the organisation's profile does not allow (policy.allow_fixes) is refused by wssdiag, with exit code 2.
$fixes = @{ 'agent-stopped' = 'start-agent'; 'clock-wrong' = 'sync-clock' }
$folder = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
$program = Join-Path $folder 'wssdiag\wssdiag-cli.exe'
if (-not (Test-Path -LiteralPath $program)) { 'wssdiag is not installed'; exit 1 }
$out = & $program check --format json --deadline 120
$verdict = (($out -join "`n") | ConvertFrom-Json).verdict
if ($verdict.status -eq 'healthy') { 'healthy'; exit 0 }
$fix = if ($verdict.cause) { $fixes[$verdict.cause] }
if (-not $fix) { "nothing is done for: $($verdict.cause)"; exit 1 }
& $program fix $fix --yes
exit $LASTEXITCODE
