using System.Collections.Concurrent;
using System.Diagnostics;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Samples;

/// <summary>A sample that runs as a process of its own against the model server, with a ledger.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    private readonly System.Diagnostics.Process process;
    private readonly ConcurrentQueue<string> output = new();

    private SampleProgram(System.Diagnostics.Process process) => this.process = process;

    public string Output => string.Join('\n', output);

    public static SampleProgram Start(string name, ModelServer server, string ledger, params string[] arguments)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(build.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "samples", name);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", build.Parent.Name, build.Name, name + ".dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ANTHROPIC_API_KEY"] = "placeholder";
        start.Environment["ANTHROPIC_BASE_URL"] = server.Address.ToString();
        start.Environment["CLAUDE_COST_LEDGER"] = ledger;
        var program = new SampleProgram(new System.Diagnostics.Process { StartInfo = start });
        program.process.OutputDataReceived += (_, line) => program.output.Enqueue(line.Data ?? "");
        program.process.ErrorDataReceived += (_, line) => program.output.Enqueue(line.Data ?? "");
        program.process.Start();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until the program has written a text, and gives the line.</summary>
    public async Task<string> SaysAsync(string text)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Soon)
        {
            if (output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            Assert.False(process.HasExited, $"The program has ended. It said:\n{Output}");
            await Task.Delay(50);
        }

        Assert.Fail($"The program did not say '{text}'. It said:\n{Output}");
        return "";
    }

    /// <summary>Asks it to end, as an operator does, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await EndAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task EndAsync()
    {
        using var time = new CancellationTokenSource(Soon);
        await process.WaitForExitAsync(time.Token);
    }

    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }
}
