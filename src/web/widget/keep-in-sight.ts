/** Keeps an element at the top of its scroller while what follows it grows, until the visitor scrolls: then the place is theirs. */
export function createKeepInSight(scroller: HTMLElement, find: () => HTMLElement | null) {
  let isFollowing = false;
  for (const name of ['wheel', 'touchmove', 'keydown']) {
    scroller.addEventListener(
      name,
      () => {
        isFollowing = false;
      },
      { passive: true },
    );
  }

  function follow(): void {
    const found = find();
    if (isFollowing && found !== null) scroller.scrollTop = found.offsetTop - scroller.offsetTop;
  }

  return {
    begin: () => {
      isFollowing = true;
      follow();
    },
    follow,
  };
}
