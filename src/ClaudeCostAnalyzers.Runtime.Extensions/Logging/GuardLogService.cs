using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClaudeCost.Logging;

/// <summary>Logs from the start of the host to its end.</summary>
internal sealed class GuardLogService(ILoggerFactory? loggers = null) : IHostedService, IDisposable
{
    private GuardLog? log;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        log ??= loggers is null ? null : new GuardLog(loggers);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        log?.Dispose();
        log = null;
    }
}
