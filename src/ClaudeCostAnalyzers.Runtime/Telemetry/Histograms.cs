#if !NETSTANDARD2_0
using System.Diagnostics.CodeAnalysis;
#endif
using System.Diagnostics.Metrics;
#if !NETSTANDARD2_0
using System.Runtime.CompilerServices;
#endif

namespace ClaudeCost.Telemetry;

/// <summary>
/// Makes histograms that say which buckets suit them, as advice to whoever collects them; a view that somebody sets counts more.
/// </summary>
/// <remarks>
/// Such advice came with .NET 9, and for older platforms with a package that OpenTelemetry brings along. The .NET 8 build is not
/// tied to that package: a program without it, or one that gets this library as a startup hook only, could not load it. So it looks
/// whether advice can be given where it runs. In a trimmed or native program it may find that it cannot; then nothing is lost but
/// the advice.
/// </remarks>
internal static class Histograms
{
    public static Histogram<T> Create<T>(Meter meter, string name, string unit, string description, T[] boundaries)
        where T : struct
    {
#if NETSTANDARD2_0
        return meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<T> { HistogramBucketBoundaries = boundaries });
#else
        try
        {
            return Advised(meter, name, unit, description, boundaries) ?? meter.CreateHistogram<T>(name, unit, description);
        }
        catch (Exception)
        {
            // Metrics are not worth a failure.
            return meter.CreateHistogram<T>(name, unit, description);
        }
#endif
    }

#if !NETSTANDARD2_0
    private const string MayBeMissing = "What is looked for may have been trimmed away, or may not be made in a native program: then there is no advice, and nothing else is missing.";

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = MayBeMissing)]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = MayBeMissing)]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = MayBeMissing)]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = MayBeMissing)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = MayBeMissing)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = MayBeMissing)]
    private static Histogram<T>? Advised<T>(Meter meter, string name, string unit, string description, T[] boundaries)
        where T : struct
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }

        var advice = typeof(Meter).Assembly.GetType("System.Diagnostics.Metrics.InstrumentAdvice`1")?.MakeGenericType(typeof(T));
        var create = Array.Find(typeof(Meter).GetMethods(), method => method is { Name: nameof(Meter.CreateHistogram), IsGenericMethodDefinition: true }
            && method.GetParameters() is { Length: 5 } parameters && parameters[4].ParameterType.Name == "InstrumentAdvice`1");
        if (advice is null || create is null)
        {
            return null;
        }

        var given = Activator.CreateInstance(advice);
        advice.GetProperty("HistogramBucketBoundaries")!.SetValue(given, boundaries);
        return create.MakeGenericMethod(typeof(T)).Invoke(meter, [name, unit, description, null, given]) as Histogram<T>;
    }
#endif
}
