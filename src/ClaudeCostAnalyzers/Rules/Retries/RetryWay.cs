using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>The layers on one way to a call. Ways that have their inner part in common share it.</summary>
/// <param name="Layer">The outermost layer.</param>
/// <param name="Inner">Those within it.</param>
internal sealed record RetryWay(RetryLayer Layer, RetryWay? Inner)
{
    /// <summary>The attempts of all layers, multiplied.</summary>
    public double Attempts { get; } = Layer.Attempts * (Inner?.Attempts ?? 1);

    public static double AttemptsOf(RetryWay? way) => way?.Attempts ?? 1;

    /// <summary>The way with further layers around it, the innermost first.</summary>
    public static RetryWay? Around(RetryWay? inner, ImmutableArray<RetryLayer> layers)
    {
        foreach (var layer in layers)
            inner = new RetryWay(layer, inner);
        return inner;
    }

    /// <summary>The layers, the innermost first.</summary>
    public static IEnumerable<RetryLayer> Layers(RetryWay? way)
    {
        var layers = new List<RetryLayer>();
        for (; way is not null; way = way.Inner)
            layers.Add(way.Layer);
        layers.Reverse();
        return layers;
    }
}
