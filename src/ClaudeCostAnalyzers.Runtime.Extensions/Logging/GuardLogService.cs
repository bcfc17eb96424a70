using ClaudeCost.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClaudeCost.Logging;

/// <summary>Logs from the start of the host to its end.</summary>
internal sealed class GuardLogService(ILoggerFactory? loggers = null) : IHostedService, IDisposable
{
    private GuardLog? log;
    private LoggerAlertSink? alerts;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (loggers is not null && log is null)
        {
            log = new GuardLog(loggers);
            alerts = new LoggerAlertSink(loggers.CreateLogger(GuardLog.Category));
            ConfiguredAlerts.AddSink(alerts);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (alerts is not null)
        {
            ConfiguredAlerts.RemoveSink(alerts);
            alerts = null;
        }

        log?.Dispose();
        log = null;
    }
}
