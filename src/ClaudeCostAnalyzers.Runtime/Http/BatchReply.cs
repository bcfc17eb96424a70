using ClaudeCost.Attempts;
using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>A reply that may say what an earlier request, a batch, has cost: nothing that is in it is charged, and no one waits for it.</summary>
internal sealed class BatchReply : IMetered
{
    private readonly OpenBatch batch;
    private readonly BatchBill bill;
    private readonly BatchReport report;
    private readonly bool isResults;

    private BatchReply(OpenBatch batch, bool isResults)
    {
        this.batch = batch;
        this.isResults = isResults;
        bill = batch.NewBill();
        report = new BatchReport(bill.Add);
    }

    public CancellationToken Deadline => default;

    /// <summary>Reads the reply to a request that asks for an open batch, or uploads the file of one, as its caller reads it. Never throws.</summary>
    public static void Watch(HttpRequestMessage request, HttpResponseMessage response)
    {
        try
        {
#if NET
            if (request.Content is BatchUpload upload)
            {
                upload.Answered(response);
                return;
            }

#endif
            if (OpenBatches.Find(request, out var isResults) is { } batch && response.StatusCode == System.Net.HttpStatusCode.OK)
            {
                var reply = new BatchReply(batch, isResults);
                MeteredStream.Attach(response, reply, isResults ? ReplyFormat.BatchResults : ReplyFormat.Batch, told: null, reply.report);
            }
        }
        catch (Exception)
        {
            // The batch stays charged at its worst case, and the caller gets the reply.
        }
    }

    public Exception TimeIsOver() => new InvalidOperationException("Such a reply has no deadline.");

    public void Settle(ReplyMeter meter, bool clean)
    {
        // Half of the results is no result.
        if (clean && meter.Problem is null && (isResults ? batch.IsWhole(report) : IsKnown))
        {
            batch.Correct(bill, isResults ? report.Lines : report.Total);
        }
        else if (clean && isResults)
        {
            var problem = report.Problem ?? meter.Problem ?? "they are not as many as the calls of the batch";
            BudgetGuard.WarnOnce(
                BudgetWarningKind.UnreadableReply, $"The results of a batch do not tell what it cost: {problem}. It stays charged at its worst case.");
        }
    }

    public void Unread(AttemptOutcome outcome)
    {
    }

    /// <summary>Whether the object of the batch tells what it cost: all of it, or that nothing was done.</summary>
    private bool IsKnown => report is { IsOver: true, Usages: > 0 } or { IsOver: true, Succeeded: 0 };
}
