namespace CniChain.Linux.Folding;

/// <summary>
/// Takes jobs of several threads to the kernel together. Whoever comes while nobody is at work goes at once and alone; whoever comes
/// meanwhile waits, and all who waited go as one lot, led by the first of them.
/// </summary>
/// <remarks>
/// Nobody waits for company that may not come, so a job by itself is as quick as ever, and the busier the place the larger the lots.
/// Each thread leads one lot at most: it has its own answer then and need not stay for others.
/// </remarks>
/// <param name="largest">How many jobs a lot may have.</param>
/// <typeparam name="TPlace">What jobs must have in common to go together.</typeparam>
/// <typeparam name="TJob">A job, which keeps its own outcome.</typeparam>
internal sealed class Gathering<TPlace, TJob>(int largest)
    where TPlace : notnull
{
    private readonly Dictionary<TPlace, Queue<Member>> _places = [];

    /// <summary>Has a job done, by this thread or by another's.</summary>
    /// <param name="place">Where.</param>
    /// <param name="job">What.</param>
    /// <param name="carryOut">Does a lot that this thread leads, its own job being the first, and notes each job's outcome in it.</param>
    /// <exception cref="Exception">What this thread's own call of <paramref name="carryOut"/> threw; its lot's others then go alone.</exception>
    public void Run(TPlace place, TJob job, Action<IReadOnlyList<TJob>> carryOut)
    {
        switch (Enter(place, job)?.Await() ?? Turn.Lead)
        {
            case Turn.Lead:
                Lead(place, job, carryOut);
                break;
            case Turn.GoAlone:
                carryOut([job]);
                break;
        }
    }

    /// <returns>Null when nobody was at work there.</returns>
    private Member? Enter(TPlace place, TJob job)
    {
        lock (_places)
        {
            if (!_places.TryGetValue(place, out var queue))
            {
                _places.Add(place, new Queue<Member>());
                return null;
            }

            var member = new Member(job);
            queue.Enqueue(member);
            return member;
        }
    }

    private void Lead(TPlace place, TJob job, Action<IReadOnlyList<TJob>> carryOut)
    {
        var (lot, others) = Gather(place, job);
        var outcome = Turn.GoAlone;
        try
        {
            carryOut(lot);
            outcome = Turn.Done;
        }
        finally
        {
            HandOver(place);
            others.ForEach(member => member.Give(outcome));
        }
    }

    /// <summary>Everybody who waits by now, up to the limit.</summary>
    private (List<TJob> Lot, List<Member> Others) Gather(TPlace place, TJob job)
    {
        List<TJob> lot = [job];
        List<Member> others = [];
        lock (_places)
        {
            var queue = _places[place];
            while (lot.Count < largest && queue.TryDequeue(out var member))
            {
                lot.Add(member.Job);
                others.Add(member);
            }
        }

        return (lot, others);
    }

    private void HandOver(TPlace place)
    {
        Member? next;
        lock (_places)
        {
            if (!_places[place].TryDequeue(out next))
            {
                _places.Remove(place);
            }
        }

        next?.Give(Turn.Lead);
    }

    private enum Turn
    {
        Lead,
        Done,
        GoAlone,
    }

    private sealed class Member(TJob job)
    {
        private readonly ManualResetEventSlim _given = new(initialState: false, spinCount: 0);
        private Turn _turn;

        public TJob Job { get; } = job;

        public Turn Await()
        {
            _given.Wait();
            return _turn;
        }

        public void Give(Turn turn)
        {
            _turn = turn;
            _given.Set();
        }
    }
}
