using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>What a run of the SDK left behind.</summary>
internal sealed record DotnetResult(int ExitCode, string Output)
{
    /// <summary>The errors and warnings among the output.</summary>
    public IReadOnlyList<BuildMessage> Messages { get; } = BuildMessage.ParseAll(Output);
}

/// <summary>Runs the user's own SDK, the one that a build in the same folder would use.</summary>
internal sealed class DotnetCli(string executable)
{
    /// <summary>Output beyond this many characters is dropped: it is only searched for messages.</summary>
    private const int MaxOutput = 4_000_000;

    /// <summary>Variables that a surrounding MSBuild or <c>dotnet</c> process hands down and that would pin another SDK.</summary>
    private static readonly string[] Inherited =
        ["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly", "MSBUILDLOADALLFILESASWRITEABLE"];

    /// <summary>The SDK on this machine: <c>DOTNET_HOST_PATH</c>, then the <c>PATH</c>, then <c>DOTNET_ROOT</c>.</summary>
    public static DotnetCli Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var candidates = new List<string?> { Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") };
        candidates.AddRange((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)));
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            candidates.Add(Path.Combine(root, name));
        return new(candidates.FirstOrDefault(File.Exists) ?? name);
    }

    /// <summary>Runs the SDK to its end and collects what it prints.</summary>
    /// <exception cref="AnalysisException">There is no SDK, none that fits <c>global.json</c>, or it did not end in time.</exception>
    /// <exception cref="OperationCanceledException">The user cancelled; the process and its children are gone.</exception>
    public async Task<DotnetResult> RunAsync(IEnumerable<string> arguments, string workingDirectory, TimeSpan timeout, CancellationToken cancel)
    {
        using var process = Start(arguments, workingDirectory);
        var output = new StringBuilder();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        try
        {
            await Task.WhenAll(
                ReadAsync(process.StandardOutput, output, deadline.Token),
                ReadAsync(process.StandardError, output, deadline.Token),
                process.WaitForExitAsync(deadline.Token));
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            cancel.ThrowIfCancellationRequested();
            throw new AnalysisException($"The SDK did not answer within {timeout.TotalMinutes:0} minutes in {workingDirectory}.",
                "See whether 'dotnet build' ends there, or scan fewer projects at once.");
        }

        var text = output.ToString();
        if (process.ExitCode != 0 && MissingSdk.Explain(text) is { } missing)
            throw missing;
        return new(process.ExitCode, text);
    }

    private Process Start(IEnumerable<string> arguments, string workingDirectory)
    {
        var info = new ProcessStartInfo(executable)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        foreach (var name in Inherited)
            info.Environment.Remove(name);
        // Messages are recognised by their codes, and a missing SDK, which has none, by its English words.
        info.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        info.Environment["DOTNET_NOLOGO"] = "1";
        // No process stays behind that keeps the user's files open.
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        try
        {
            var process = Process.Start(info)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new AnalysisException($"The .NET SDK could not be started ('{executable}': {e.Message}).",
                "Install the .NET SDK (https://aka.ms/dotnet/download) and see that 'dotnet' is on the PATH.");
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder output, CancellationToken cancel)
    {
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            lock (output)
            {
                if (output.Length < MaxOutput)
                    output.Append(line).Append('\n');
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }
}
