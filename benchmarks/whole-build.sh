#!/usr/bin/env bash
# The cost of these analyzers in a whole build, beside NetAnalyzers, Meziantou.Analyzer, Roslynator and SonarAnalyzer in the same build.
#
#   benchmarks/whole-build.sh                              a generated project of about 200,000 lines
#   benchmarks/whole-build.sh FOLDER [PACKAGE=VERSION ..]  the C# sources in a folder, with the packages that they need
#
# Every package has its default rules, in one compilation with ReportAnalyzer, so that all of them find the same warm machine. The
# times are the compiler's: the sum over all threads. Nothing is written to the repository.
# RUNS=n repeats the build (default 3); the least of all runs is printed. KEEP=1 keeps the work folder.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
[ "${KEEP:-}" = 1 ] || trap 'rm -rf "$work"' EXIT
runs=${RUNS:-3}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

dotnet build "$root/src/ClaudeCostAnalyzers" -c Release -v q -nologo >"$work/own.log" 2>&1 || { cat "$work/own.log"; exit 1; }
own="$root/src/ClaudeCostAnalyzers/bin/Release/netstandard2.0/ClaudeCostAnalyzers.dll"

packages='<PackageReference Include="Meziantou.Analyzer" Version="3.0.300" PrivateAssets="all" />
    <PackageReference Include="Roslynator.Analyzers" Version="4.16.0" PrivateAssets="all" />
    <PackageReference Include="SonarAnalyzer.CSharp" Version="10.36.0.15337" PrivateAssets="all" />'
if [ $# -gt 0 ]; then
  sources=$(cd "$1" && pwd)
  shift
  for package in "$@"; do
    packages+="<PackageReference Include=\"${package%%=*}\" Version=\"${package#*=}\" />"
  done
else
  sources="$work/generated"
  mkdir -p "$sources"
  packages+='<PackageReference Include="Microsoft.Extensions.AI.Abstractions" Version="10.11.0" />'
  # 1,000 files of some 200 lines: ordinary code, with a call of a model in one file of fifty, called through two helpers.
  for ((file = 0; file < 1000; file++)); do
    awk -v f="$file" 'BEGIN {
      print "using Microsoft.Extensions.AI;\nnamespace Generated.Part" int(f / 50) ";\n"
      print "public sealed record Order" f "(int Id, string Customer, decimal Total, System.DateTime Placed);\n"
      print "public class Service" f "\n{\n    private readonly System.Collections.Generic.Dictionary<int, Order" f "> _orders = new();\n    private int _count;\n"
      if (f % 50 == 0) {
        print "    public async Task<string> AskAsync(IChatClient chat, string prompt, CancellationToken cancellation)\n    {"
        print "        var reply = await chat.GetResponseAsync(prompt, new ChatOptions { MaxOutputTokens = 500 }, cancellation);\n        return reply.Text;\n    }\n"
        print "    public async Task<List<string>> AskAllAsync(IChatClient chat, IReadOnlyList<string> prompts, CancellationToken cancellation)\n    {"
        print "        var replies = new List<string>();\n        foreach (var prompt in prompts)\n            replies.Add(await AskAsync(chat, prompt, cancellation));\n        return replies;\n    }\n"
      }
      for (m = 0; m < 9; m++) {
        print "    public async Task<decimal> Total" m "Async(IEnumerable<Order" f "> orders, string customer, CancellationToken cancellation)\n    {"
        print "        var total = 0m;\n        foreach (var order in orders.Where(o => o.Customer == customer).OrderBy(o => o.Placed))\n        {"
        print "            if (order.Total < " m ")\n                continue;\n            total += order.Total;\n            _orders[order.Id] = order with { Total = total };\n        }\n"
        print "        for (var i = 0; i < _orders.Count; i++)\n        {\n            if (_orders.TryGetValue(i, out var found) && found.Total > total)\n                _count += i * " m + 1 ";\n        }\n"
        print "        while (_count > 1000)\n            _count -= 7;\n        await Task.Delay(1, cancellation);\n        return total;\n    }\n"
      }
      print "    public override string ToString() => $\"{_count} of {_orders.Count}\";\n}"
    }' >"$sources/Service$file.cs"
  done
fi

cat >"$work/Whole.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <LangVersion>latest</LangVersion>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>annotations</Nullable>
    <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
    <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
    <EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild>
    <NuGetAudit>false</NuGetAudit>
    <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
    <NoWarn>\$(NoWarn);NU1603;CS1591</NoWarn>
    <UseSharedCompilation>false</UseSharedCompilation>
    <ReportAnalyzer>true</ReportAnalyzer>
    ${PROPERTIES:-}
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="$sources/**/*.cs" Exclude="$sources/**/obj/**" />
    <Analyzer Include="$own" />
    $packages
  </ItemGroup>
</Project>
PROJECT

dotnet restore "$work/Whole.csproj" -v q -nologo
for ((run = 1; run <= runs; run++)); do
  rm -rf "$work/obj/Debug" "$work/bin"
  dotnet msbuild "$work/Whole.csproj" -t:Build -v:q -nologo -clp:NoSummary "-flp:logfile=$work/run$run.log;verbosity=detailed" >"$work/console.log" 2>&1 ||
    { grep -E "error" "$work/console.log" | sort -u | head -20; exit 1; }
done

lines=$(find "$sources" -name '*.cs' -exec cat {} + | wc -l)
echo "$lines lines, least of $runs runs, $(nproc) processors, load $(cut -d' ' -f1-3 /proc/loadavg), SDK $(dotnet --version)"
# "12.345  67  Assembly, Version=..": the seconds of a package's assemblies; of generators, those of our own.
for ((run = 1; run <= runs; run++)); do
  awk -v run="$run" '
    /Total generator execution time/ { generators = 1 }
    /Total analyzer execution time/ { generators = 0 }
    match($0, /[A-Za-z_.]+, Version=/) {
      name = substr($0, RSTART, RLENGTH - 10); seconds = $1; sub("<", "", seconds)
      if (name ~ /^ClaudeCost/) owner = generators ? "its generator" : "ClaudeCostAnalyzers"; else if (generators) next; else if (name ~ /NetAnalyzers/) owner = "NetAnalyzers"; else if (name ~ /^Meziantou/) owner = "Meziantou.Analyzer"
      else if (name ~ /^Roslynator/) owner = "Roslynator.Analyzers"; else if (name ~ /^SonarAnalyzer/) owner = "SonarAnalyzer.CSharp"; else next
      sum[owner] += seconds
    }
    END { for (owner in sum) printf "%s\t%.3f\n", owner, sum[owner] }' "$work/run$run.log"
done | sort -t "$(printf '\t')" -k1,1 -k2,2n | awk -F '\t' '!seen[$1]++ { printf "%8.3f s  %s\n", $2, $1 }' | sort -n
[ "${KEEP:-}" != 1 ] || echo "kept: $work"
