using ClaudeCost.Configuration;
using ClaudeCost.Logging;
using ClaudeCost.Process;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClaudeCost;

/// <summary>Budgets by configuration.</summary>
public static class ClaudeCostServiceCollectionExtensions
{
    /// <summary>
    /// Lets the budgets of the section <c>ClaudeCost</c> hold for this process from now on: for every call, for calls outside scopes,
    /// and for features, users, models and keys. Budgets of environment variables hold beside them. See docs/runtime.md for the
    /// section. Calling it again puts the new budgets in the place of the former ones; a budget that has not changed keeps what is
    /// spent.
    /// </summary>
    /// <param name="services">Get a hosted service that logs what the guard has to say, under the category <c>ClaudeCost</c>.</param>
    /// <param name="configuration">A configuration with the section <c>ClaudeCost</c>, or that section.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The section is missing or has errors: the message names the path of each. Or the guard cannot see requests. Or the ledger cannot be
    /// written where it is configured.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The guard cannot see requests, because of the platform.</exception>
    public static IServiceCollection AddClaudeCost(this IServiceCollection services, IConfiguration configuration)
    {
        if (services is null)
        {
            throw new ArgumentNullException(nameof(services));
        }

        if (configuration is null)
        {
            throw new ArgumentNullException(nameof(configuration));
        }

        var settings = BudgetSection.Read(configuration);
        if (settings.Prices is { } prices)
        {
            BudgetGuard.Prices = prices;
        }

        ProcessBudgets.Configure(settings.Budgets);
        ConfiguredLedger.Use(settings.Ledger);
        ConfiguredAlerts.Use(settings.Alerts);
        if (!services.Any(static service => service.ImplementationType == typeof(GuardLogService)))
        {
            services.AddHostedService<GuardLogService>();
        }

        return services;
    }
}
